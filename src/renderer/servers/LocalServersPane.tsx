import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Pane } from '../parts/Pane.js'
import { LocalServerRow } from './LocalServerRow.js'
import { serversStore } from './serversStore.js'
import styles from './Servers.module.css'

/** Private servers on this machine for those who have none: they come with a resource, and end with the program. */
export function LocalServersPane(): ReactElement {
  const { t } = useTranslation()
  const servers = serversStore((state) => state.servers)
  return (
    <Pane title={t('servers.title')}>
      <p className={styles['about']}>{t('servers.about')}</p>
      {servers.map((server) => (
        <LocalServerRow key={server.backend} server={server} />
      ))}
    </Pane>
  )
}
