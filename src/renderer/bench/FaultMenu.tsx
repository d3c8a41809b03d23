import { ActionIcon, Menu } from '@mantine/core'
import { Check, Unplug } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { faultDelay, faultSchema } from '../../shared/bench.js'
import { callEngine } from '../app/engine.js'
import { span } from '../parts/format.js'
import { benchStore } from './benchStore.js'
import styles from './Bench.module.css'

/** The fault bench of a store: what is wrong with it on purpose. */
export function FaultMenu({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const current = benchStore((state) => state.faults[resourceId])
  const choose = (fault: typeof current): void => {
    // What became of it shows in the store's state.
    void callEngine('bench.fault', { id: resourceId, fault }).catch(() => undefined)
  }
  return (
    <Menu position="bottom-end" width="18rem">
      <Menu.Target>
        <ActionIcon
          size="sm"
          aria-label={t('bench.title')}
          title={t('bench.title')}
          aria-pressed={current !== undefined}
        >
          <Unplug size="1em" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('bench.title')}</Menu.Label>
        {[undefined, ...faultSchema.options].map((fault) => (
          <Menu.Item
            key={fault ?? 'none'}
            rightSection={fault === current ? <Check size="1em" /> : null}
            onClick={() => choose(fault)}
          >
            {t(`bench.faults.${fault ?? 'none'}`)}
            <span className={styles['about']}>{t(`bench.about.${fault ?? 'none'}`, { time: span(faultDelay) })}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
