import { NumberInput, Select, TextInput } from '@mantine/core'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioAct } from '../../shared/scenario.js'
import { IconButton } from '../parts/IconButton.js'
import { type ActKind, actKinds, freshAct, kindOf } from './scenarioDraft.js'
import styles from './Scenarios.module.css'

interface Props {
  readonly act: ScenarioAct
  /** From 1. */
  readonly number: number
  readonly isLast: boolean
  readonly onChange: (act: ScenarioAct) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
}

/** One act of a scenario: what is done or has to be seen. */
export function ActRow({ act, number, isLast, onChange, onMove, onRemove }: Props): ReactElement {
  const { t } = useTranslation()
  return (
    <li className={styles['act']}>
      <span className={styles['number']}>{number}</span>
      <Select
        className={styles['kind'] ?? ''}
        aria-label={t('scenarios.actNumber', { number })}
        value={kindOf(act)}
        data={actKinds.map((kind) => ({ value: kind, label: t(`scenarios.acts.${kind}`) }))}
        onChange={(kind: ActKind | null) => {
          if (kind !== null) onChange(freshAct(kind))
        }}
      />
      <span className={styles['fields']}>
        {'publish' in act && (
          <>
            <TextInput
              className={styles['payload'] ?? ''}
              aria-label={t('scenarios.payload', { number })}
              value={act.publish.payload}
              onChange={(event) => onChange({ publish: { ...act.publish, payload: event.currentTarget.value } })}
            />
            <Select
              className={styles['qos'] ?? ''}
              aria-label={t('scenarios.qos', { number })}
              value={String(act.publish.qos)}
              data={['0', '1', '2'].map((qos) => ({ value: qos, label: `QoS ${qos}` }))}
              onChange={(qos) => onChange({ publish: { ...act.publish, qos: qos === '0' ? 0 : qos === '2' ? 2 : 1 } })}
            />
          </>
        )}
        {'wait' in act && (
          <NumberInput
            className={styles['time'] ?? ''}
            aria-label={t('scenarios.time', { number })}
            suffix=" ms"
            min={0}
            max={60_000}
            allowDecimal={false}
            value={act.wait}
            onChange={(wait) => {
              if (typeof wait === 'number') onChange({ wait })
            }}
          />
        )}
      </span>
      <IconButton size="sm" label={t('scenarios.up', { number })} disabled={number === 1} onClick={() => onMove(-1)}>
        <ArrowUp size="1em" />
      </IconButton>
      <IconButton size="sm" label={t('scenarios.down', { number })} disabled={isLast} onClick={() => onMove(1)}>
        <ArrowDown size="1em" />
      </IconButton>
      <IconButton size="sm" label={t('scenarios.removeAct', { number })} onClick={onRemove}>
        <Trash2 size="1em" />
      </IconButton>
    </li>
  )
}
