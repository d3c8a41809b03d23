import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fault, faultDelay, faultSchema } from '../../shared/bench.js'
import { callEngine } from '../app/engine.js'
import { span } from '../parts/format.js'
import { benchStore } from './benchStore.js'
import { FaultMenu } from './FaultMenu.js'
import { FaultNote } from './FaultNote.js'

const choices = ['none', ...faultSchema.options] as const

/** The fault bench of a store: what is wrong with it on purpose. */
export function StoreFaultMenu({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const current = benchStore((state) => state.faults[resourceId] ?? 'none')
  return (
    <FaultMenu
      title={t('bench.title')}
      choices={choices}
      current={current}
      textsOf={(choice) => ({
        name: t(`bench.faults.${choice}`),
        about: t(`bench.about.${choice}`, { time: span(faultDelay) })
      })}
      // What became of it shows in the store's state.
      onChoose={(choice) => void choose(resourceId, choice === 'none' ? undefined : choice).catch(() => undefined)}
    />
  )
}

export function StoreFaultNote({ resourceId }: { readonly resourceId: string }): ReactElement | null {
  const { t } = useTranslation()
  const fault = benchStore((state) => state.faults[resourceId])
  if (fault === undefined) return null
  return (
    <FaultNote mend={t('bench.mend')} onMend={() => choose(resourceId, undefined)}>
      {t('bench.broken', { fault: t(`bench.faults.${fault}`) })}
    </FaultNote>
  )
}

function choose(id: string, fault: Fault | undefined): Promise<unknown> {
  return callEngine('bench.fault', { id, fault })
}
