import type { ReactElement, ReactNode } from 'react'
import styles from './Pane.module.css'

interface Props {
  readonly title: string
  /** Stands before the title: what the pane stands for in a message's way. */
  readonly mark?: ReactNode
  /** Stands at the right end of the head. */
  readonly tools?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A framed part of a page with a head. */
export function Pane({ title, mark, tools, className, children }: Props): ReactElement {
  return (
    <section className={`${styles['pane'] ?? ''} ${className ?? ''}`} aria-label={title}>
      <header className={styles['head']}>
        {mark}
        <h2 className={styles['title']}>{title}</h2>
        <div className={styles['tools']}>{tools}</div>
      </header>
      {children}
    </section>
  )
}
