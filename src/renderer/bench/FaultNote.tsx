import { Button } from '@mantine/core'
import { Unplug } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { useAction } from '../parts/useAction.js'
import styles from './Bench.module.css'

interface Props {
  readonly children: ReactNode
  /** It is being ended. */
  readonly busy?: boolean
  /** What the button that ends it says. */
  readonly mend: string
  readonly onMend: () => Promise<unknown>
}

/** Says that something is broken on purpose, so that nobody looks for the reason elsewhere. */
export function FaultNote({ children, busy = false, mend, onMend }: Props): ReactElement {
  const action = useAction(onMend)
  return (
    <p className={styles['note']} role="status">
      <Unplug size="1em" aria-hidden="true" />
      <span>{children}</span>
      <Button size="compact-xs" variant="default" loading={action.busy || busy} onClick={() => action.run()}>
        {mend}
      </Button>
    </p>
  )
}
