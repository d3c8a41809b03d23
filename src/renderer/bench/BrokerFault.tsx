import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { brokerFaultSchema, type BrokerFault } from '../../shared/bench.js'
import { callEngine } from '../app/engine.js'
import { benchStore } from './benchStore.js'
import styles from './Bench.module.css'
import { FaultMenu } from './FaultMenu.js'
import { FaultNote } from './FaultNote.js'

const choices = ['none', ...brokerFaultSchema.options] as const
const ofConnections: readonly BrokerFault[] = ['cut', 'refuse']

/** The fault bench of the broker: what is wrong with its clients' connections on purpose. */
export function BrokerFaultMenu(): ReactElement {
  const { t } = useTranslation()
  const current = benchStore(({ broker }) => broker?.fault ?? 'none')
  return (
    <FaultMenu
      title={t('bench.broker.title')}
      choices={choices}
      current={current}
      textsOf={(choice) => ({ name: t(`bench.broker.faults.${choice}`), about: t(`bench.broker.about.${choice}`) })}
      onChoose={(choice) => void choose(choice === 'none' ? undefined : choice).catch(() => undefined)}
    />
  )
}

/** On every page while something is wrong: what, how often it has shown, and what follows when it ends. */
export function BrokerFaultNote(): ReactElement | null {
  const { t } = useTranslation()
  const broker = benchStore((state) => state.broker)
  if (broker === undefined) return null
  const { fault, met } = broker
  const isOfConnections = ofConnections.includes(fault)
  return (
    <FaultNote mend={t('bench.mend')} onMend={() => choose(undefined)}>
      {t('bench.broker.broken', { fault: t(`bench.broker.faults.${fault}`) })}
      {met > 0 && ` · ${t(isOfConnections ? 'bench.broker.connections' : 'bench.broker.packets', { count: met })}`}
      {!isOfConnections && <span className={styles['about']}>{t('bench.broker.after')}</span>}
    </FaultNote>
  )
}

function choose(fault: BrokerFault | undefined): Promise<unknown> {
  return callEngine('bench.brokerFault', { fault })
}
