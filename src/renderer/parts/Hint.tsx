import { TriangleAlert } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './Hint.module.css'

/** A warning that appears when a person runs into it, and not before. */
export function Hint({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <p className={styles['hint']} role="note">
      <TriangleAlert size="1em" aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}
