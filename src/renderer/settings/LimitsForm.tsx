import { Button, NumberInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LimitName, limitNames, limitsSchema } from '../../shared/limits.js'
import { brokerStore } from '../app/brokerStore.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { byteSize, count, span } from '../parts/format.js'
import { useAction } from '../parts/useAction.js'
import { limitsStore } from './limitsStore.js'
import { SettingRow } from './SettingRow.js'
import styles from './Settings.module.css'

/** What a number of each limit means; those that are left out are numbers of things. */
const units: Partial<Record<LimitName, 'ms' | 's' | 'B'>> = {
  saveTimeout: 'ms',
  connectTimeout: 'ms',
  packetTimeout: 'ms',
  writeTimeout: 'ms',
  keepalive: 's',
  packetSize: 'B',
  memory: 'B',
  waitingBytes: 'B',
  clientIdLength: 'B',
  topicLength: 'B'
}

const refusals = ['malformed', 'version', 'tls', 'login', 'publish', 'subscribe'] as const

/** The broker's limits, how often each took effect, and what was refused for other reasons. */
export function LimitsForm(): ReactElement {
  const { t } = useTranslation()
  const limits = limitsStore((state) => state.limits)
  const broker = brokerStore((state) => state.broker)
  const [draft, setDraft] = useState(limits)
  const apply = useAction(async () => {
    limitsStore.setState({ limits: await callEngine('broker.limits', draft) })
  })
  const changed = limitNames.some((name) => draft[name] !== limits[name])
  return (
    <section>
      <h3>{t('limits.title')}</h3>
      <p className={styles['note']}>{t('limits.note')}</p>
      {limitNames.map((name) => {
        const unit = units[name]
        return (
          <SettingRow key={name} label={t(`limits.names.${name}`)}>
            <NumberInput
              aria-label={t(`limits.names.${name}`)}
              className={styles['limit'] ?? ''}
              allowDecimal={false}
              allowNegative={false}
              thousandSeparator=","
              hideControls
              suffix={unit === undefined ? '' : ` ${unit}`}
              error={!limitsSchema.shape[name].safeParse(draft[name]).success}
              value={draft[name]}
              onChange={(value) => {
                if (typeof value === 'number') setDraft({ ...draft, [name]: value })
              }}
            />
            <span className={styles['readable']}>{readable(draft[name], unit)}</span>
            <Took times={broker.exceeded[name]} />
          </SettingRow>
        )
      })}
      {apply.error !== undefined && <ErrorNotice error={apply.error.toInfo()} />}
      <Button
        loading={apply.busy}
        disabled={!changed || !limitsSchema.safeParse(draft).success}
        onClick={() => apply.run()}
      >
        {t('limits.apply')}
      </Button>
      <h3>{t('limits.refused')}</h3>
      {refusals.map((name) => (
        <SettingRow key={name} label={t(`limits.refusals.${name}`)}>
          <Counted times={broker.refused[name]} />
        </SettingRow>
      ))}
      <SettingRow label={t('limits.dropped')}>
        <Counted times={broker.dropped} />
      </SettingRow>
      <SettingRow label={t('limits.held')}>{byteSize(broker.held)}</SettingRow>
      <SettingRow label={t('limits.sessions')}>{count(broker.sessions)}</SettingRow>
    </section>
  )
}

/** What is hard to read as a number. */
function readable(value: number, unit: 'ms' | 's' | 'B' | undefined): string {
  if (unit === 'B' && value >= 1024) return byteSize(value)
  if (unit === 'ms' && value >= 1000) return span(value)
  if (unit === 's' && value >= 60) return span(value * 1000)
  return ''
}

function Took({ times }: { readonly times: number }): ReactElement {
  const { t } = useTranslation()
  return <Counted times={times} text={t('limits.took', { count: times, text: count(times) })} />
}

/** What is better never counted stands out where it was. */
function Counted({ times, text = count(times) }: { readonly times: number; readonly text?: string }): ReactElement {
  return (
    <span className={styles['took']} data-some={times > 0 || undefined}>
      {text}
    </span>
  )
}
