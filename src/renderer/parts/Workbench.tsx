import { UnstyledButton } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { Pane } from './Pane.js'
import styles from './Workbench.module.css'

interface Props {
  readonly title: string
  readonly tools: ReactNode
  readonly list: ReactNode
  /** Stands below the list. */
  readonly below?: ReactNode
  readonly children: ReactNode
}

/** A page of things of one kind: the list of them, and beside it the one that is open. */
export function Workbench({ title, tools, list, below, children }: Props): ReactElement {
  return (
    <div className={styles['bench']}>
      <div className={styles['side']}>
        <Pane className={styles['lists']} title={title} tools={tools}>
          <div className={styles['list']}>{list}</div>
        </Pane>
        {below}
      </div>
      {children}
    </div>
  )
}

interface ItemProps {
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly children: ReactNode
}

export function WorkbenchItem({ isOpen, onOpen, children }: ItemProps): ReactElement {
  return (
    <UnstyledButton className={styles['item']} aria-current={isOpen || undefined} onClick={onOpen}>
      {children}
    </UnstyledButton>
  )
}
