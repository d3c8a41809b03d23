import { Button } from '@mantine/core'
import { Unplug } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine } from '../app/engine.js'
import { useAction } from '../parts/useAction.js'
import { benchStore } from './benchStore.js'
import styles from './Bench.module.css'

/** Says that a store is broken on purpose, so that nobody looks for the reason elsewhere. Nothing while it is not. */
export function FaultNote({ resourceId }: { readonly resourceId: string }): ReactElement | null {
  const { t } = useTranslation()
  const fault = benchStore((state) => state.faults[resourceId])
  const mend = useAction(() => callEngine('bench.fault', { id: resourceId }))
  if (fault === undefined) return null
  return (
    <p className={styles['note']} role="status">
      <Unplug size="1em" aria-hidden="true" />
      <span>{t('bench.broken', { fault: t(`bench.faults.${fault}`) })}</span>
      <Button size="compact-xs" variant="default" loading={mend.busy} onClick={() => mend.run()}>
        {t('bench.mend')}
      </Button>
    </p>
  )
}
