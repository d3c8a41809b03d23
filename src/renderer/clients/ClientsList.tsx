import { Loader, TextInput, Tooltip } from '@mantine/core'
import { Search } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../parts/EmptyState.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { count } from '../parts/format.js'
import tableStyles from '../parts/Table.module.css'
import { ClientRow } from './ClientRow.js'
import styles from './Clients.module.css'
import { useClients } from './useClients.js'

export function ClientsList(): ReactElement {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const { found, error, refresh } = useClients(search)
  const more = found === undefined ? 0 : found.count - found.clients.length
  return (
    <div className={styles['dialog']}>
      <p className={formStyles['note']}>{t('clients.about')}</p>
      <TextInput
        data-autofocus
        leftSection={<Search size="1em" />}
        placeholder={t('clients.search')}
        aria-label={t('clients.search')}
        maxLength={1000}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {error !== undefined && <ErrorNotice error={error.toInfo()} />}
      {found === undefined && error === undefined && <Loader size="sm" />}
      {found?.clients.length === 0 && <EmptyState>{t(search === '' ? 'clients.none' : 'clients.noMatch')}</EmptyState>}
      {found !== undefined && found.clients.length > 0 && (
        <div className={styles['scroller']} tabIndex={0} role="region" aria-label={t('clients.title')}>
          <table className={`${tableStyles['table'] ?? ''} ${styles['clients'] ?? ''}`}>
            <thead>
              <tr>
                <th scope="col">{t('clients.client')}</th>
                <th scope="col">{t('clients.session')}</th>
                <th scope="col">{t('clients.since')}</th>
                <th scope="col">{t('clients.subscriptions')}</th>
                {(['inflight', 'waiting'] as const).map((name) => (
                  <th key={name} scope="col" className={styles['number']}>
                    <Tooltip label={t(`clients.${name}Note`)}>
                      <span>{t(`clients.${name}`)}</span>
                    </Tooltip>
                  </th>
                ))}
                <th scope="col" aria-label={t('clients.disconnect')} />
              </tr>
            </thead>
            <tbody>
              {found.clients.map((client) => (
                <ClientRow key={client.clientId} client={client} onChange={refresh} />
              ))}
            </tbody>
          </table>
          {more > 0 && <p className={formStyles['note']}>{t('common.omitted', { count: more, text: count(more) })}</p>}
        </div>
      )}
    </div>
  )
}
