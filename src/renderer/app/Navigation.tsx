import { Tooltip, UnstyledButton } from '@mantine/core'
import { Database, type LucideIcon, ListTree, RefreshCw, ScrollText, Settings, ShieldCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { StateDot } from '../parts/StateDot.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { rulesStore } from '../rules/rulesStore.js'
import { subscribersStore, unreadOf } from '../subscribers/subscribersStore.js'
import { UnreadBadge } from '../subscribers/UnreadBadge.js'
import { commandKey } from './keys.js'
import { type PageName, pageNames, pageStore } from './pageStore.js'
import styles from './Shell.module.css'

const icons: Readonly<Record<PageName, LucideIcon>> = {
  cycle: RefreshCw,
  rules: ListTree,
  resources: Database,
  access: ShieldCheck,
  log: ScrollText,
  settings: Settings
}

/** The pages; one that needs attention wears a mark. */
export function Navigation(): ReactElement {
  const { t } = useTranslation()
  const { page, open } = pageStore()
  const resourceDown = resourcesStore((state) => state.resources.some((resource) => resource.state === 'down'))
  // The page of the cycle says it by itself.
  const unread = subscribersStore(({ subscribers, seen }) =>
    page === 'cycle' ? 0 : subscribers.reduce((sum, view) => sum + unreadOf(view, seen), 0)
  )
  const ruleFailed = rulesStore((state) => state.rules.some((rule) => rule.error !== undefined))
  const troubled: Partial<Record<PageName, boolean>> = { resources: resourceDown, rules: ruleFailed }
  return (
    <nav className={styles['navigation']} aria-label={t('navigation.title')}>
      {pageNames.map((name, index) => {
        const Icon = icons[name]
        return (
          <Tooltip key={name} label={`${t(`navigation.${name}`)}  ${commandKey}${index + 1}`} position="right">
            <UnstyledButton
              className={styles['item']}
              aria-current={page === name ? 'page' : undefined}
              onClick={() => open(name)}
            >
              <Icon aria-hidden="true" strokeWidth={1.75} />
              {t(`navigation.${name}`)}
              {name === 'cycle' && unread > 0 && (
                <span className={styles['badge']}>
                  <UnreadBadge unread={unread} />
                </span>
              )}
              {troubled[name] === true && (
                <span className={styles['badge']} role="img" aria-label={t('navigation.troubled')}>
                  <StateDot state="bad" />
                </span>
              )}
            </UnstyledButton>
          </Tooltip>
        )
      })}
    </nav>
  )
}
