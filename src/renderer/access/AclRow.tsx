import { Select, TextInput } from '@mantine/core'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import formStyles from '../parts/Form.module.css'
import { IconButton } from '../parts/IconButton.js'
import styles from './Access.module.css'
import type { EntryDraft } from './accessDraft.js'

const permits = ['allow', 'deny'] as const
const actions = ['publish', 'subscribe', 'all'] as const

interface Props {
  readonly entry: EntryDraft
  readonly number: number
  readonly isLast: boolean
  readonly decides: boolean
  readonly onChange: (entry: EntryDraft) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

export function AclRow({ entry, number, isLast, decides, onChange, onMove, onRemove }: Props): ReactElement {
  const { t } = useTranslation()
  const field = (name: 'topic' | 'clientid' | 'username', placeholder: string): ReactElement => (
    <TextInput
      aria-label={t('access.fieldOf', { field: t(`access.${name}`), number })}
      classNames={{ input: formStyles['mono'] ?? '' }}
      placeholder={placeholder}
      value={entry[name]}
      onChange={(event) => onChange({ ...entry, [name]: event.currentTarget.value })}
    />
  )
  return (
    <tr data-decides={decides || undefined}>
      <td className={styles['number']}>{number}</td>
      <td className={styles['choice']} data-permit={entry.permit}>
        <Select
          aria-label={t('access.fieldOf', { field: t('access.permit'), number })}
          value={entry.permit}
          data={permits.map((value) => ({ value, label: t(`access.permits.${value}`) }))}
          onChange={(permit) => onChange({ ...entry, permit: permit ?? entry.permit })}
        />
      </td>
      <td className={styles['choice']}>
        <Select
          aria-label={t('access.fieldOf', { field: t('access.action'), number })}
          value={entry.action}
          data={actions.map((value) => ({ value, label: t(`access.actions.${value}`) }))}
          onChange={(action) => onChange({ ...entry, action: action ?? entry.action })}
        />
      </td>
      <td>{field('topic', 't/#')}</td>
      <td>{field('clientid', t('access.any'))}</td>
      <td>{field('username', t('access.any'))}</td>
      <td className={styles['tools']}>
        <IconButton label={t('access.moveUp', { number })} disabled={number === 1} onClick={() => onMove(-1)}>
          <ArrowUp size="1.1em" />
        </IconButton>
        <IconButton label={t('access.moveDown', { number })} disabled={isLast} onClick={() => onMove(1)}>
          <ArrowDown size="1.1em" />
        </IconButton>
        <IconButton label={t('access.removeRule', { number })} onClick={onRemove}>
          <Trash2 size="1.1em" />
        </IconButton>
      </td>
    </tr>
  )
}
