import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Access.module.css'
import { type EntryDraft, moved, newEntry } from './accessDraft.js'
import { AclRow } from './AclRow.js'

interface Props {
  readonly entries: readonly EntryDraft[]
  /** The entry that decides what is tried, if any. */
  readonly decidedBy: number | undefined
  readonly onChange: (entries: readonly EntryDraft[]) => void
}

/** The access rules in their order: the first that fits decides. */
export function AclForm({ entries, decidedBy, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  return (
    <section className={styles['section']}>
      <h3>{t('access.rules')}</h3>
      <p className={styles['note']}>{t('access.rulesNote')}</p>
      {entries.length > 0 && (
        <table className={styles['rules']}>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('access.permit')}</th>
              <th scope="col">{t('access.action')}</th>
              <th scope="col">{t('access.topic')}</th>
              <th scope="col">{t('access.clientid')}</th>
              <th scope="col">{t('access.username')}</th>
              <th scope="col" aria-label={t('access.order')} />
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, index) => (
              <AclRow
                key={entry.key}
                entry={entry}
                number={index + 1}
                isLast={index === entries.length - 1}
                decides={index === decidedBy}
                onChange={(changed) => onChange(entries.with(index, changed))}
                onMove={(by) => onChange(moved(entries, index, index + by))}
                onRemove={() => onChange(entries.toSpliced(index, 1))}
              />
            ))}
          </tbody>
        </table>
      )}
      <Button variant="default" leftSection={<Plus size="1em" />} onClick={() => onChange([...entries, newEntry()])}>
        {t('access.addRule')}
      </Button>
    </section>
  )
}
