import { CircleHelp, Languages, Moon, Search, Sun } from 'lucide-react'
import { Tooltip, UnstyledButton, useComputedColorScheme } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { BrokerFaultMenu } from '../bench/BrokerFault.js'
import { openClients } from '../clients/clientsStore.js'
import { ChapterMenu } from '../guide/ChapterMenu.js'
import { count } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { openPalette } from '../palette/CommandPalette.js'
import { settingsStore } from '../settings/settingsStore.js'
import { brokerStore } from './brokerStore.js'
import { commandKey } from './keys.js'
import { ListenerBadge } from './ListenerBadge.js'
import { Logo } from './Logo.js'
import { nightStore } from './night.js'
import styles from './Shell.module.css'

/** What holds for every page: where clients connect to, what passes, and how the window looks. */
export function Header({ onHelp }: { readonly onHelp: () => void }): ReactElement {
  const { t, i18n } = useTranslation()
  const change = settingsStore((state) => state.change)
  const isDark = useComputedColorScheme('light') === 'dark'
  const darkTheme = nightStore((state) => state.isNight) ? 'night' : 'dark'
  return (
    <header className={styles['head']}>
      <h1 className={styles['brand']}>
        <Logo className={styles['logo']} />
        MQTT Offline Inspector
      </h1>
      <div className={styles['listeners']}>
        <Listeners />
        <BrokerFaultMenu />
      </div>
      <Counts />
      <div className={styles['rest']}>
        <ChapterMenu />
        <IconButton label={`${t('palette.title')}  ${commandKey}K`} onClick={openPalette}>
          <Search size="1.1em" />
        </IconButton>
        <IconButton
          label={t('header.language')}
          onClick={() => void change({ language: i18n.language === 'zh' ? 'en' : 'zh' })}
        >
          <Languages size="1.1em" />
        </IconButton>
        <IconButton
          label={t(`header.${isDark ? 'light' : darkTheme}`)}
          onClick={() => void change({ theme: isDark ? 'light' : darkTheme })}
        >
          {isDark ? <Sun size="1.1em" /> : <Moon size="1.1em" />}
        </IconButton>
        <IconButton label={t('header.help')} onClick={onHelp}>
          <CircleHelp size="1.1em" />
        </IconButton>
      </div>
    </header>
  )
}

// By themselves: while messages pass they change once a second, and nothing else of the head does.

function Listeners(): ReactElement[] {
  const all = brokerStore((state) => state.broker.listeners)
  const listeners = all.filter(({ state }) => state !== 'off')
  return listeners.map((listener) => (
    <ListenerBadge key={listener.name} listener={listener} isShort={listeners.length > 2} />
  ))
}

function Counts(): ReactElement {
  const { t } = useTranslation()
  const { clients, received, sent } = brokerStore((state) => state.broker)
  return (
    <div className={styles['counts']}>
      <Tooltip label={t('header.clientsOf')}>
        <UnstyledButton className={styles['clients']} onClick={openClients}>
          <b>{count(clients)}</b> {t('header.clients', { count: clients })}
        </UnstyledButton>
      </Tooltip>
      <span>
        <b>{count(received)}</b> {t('header.received')}
      </span>
      <span>
        <b>{count(sent)}</b> {t('header.sent')}
      </span>
    </div>
  )
}
