import type { ReactElement } from 'react'
import styles from './StateDot.module.css'

export type DotState = 'good' | 'busy' | 'bad' | 'off'

/** Full: good. Ring: off. Half: on its way. Cross: bad. The words stand beside it. */
export function StateDot({ state }: { readonly state: DotState }): ReactElement {
  return (
    <svg className={styles['dot']} data-state={state} viewBox="0 0 10 10" aria-hidden="true">
      {state === 'good' && <circle cx="5" cy="5" r="4.2" fill="currentColor" />}
      {state === 'busy' && (
        <>
          <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M5 1.4a3.6 3.6 0 0 1 0 7.2Z" fill="currentColor" />
        </>
      )}
      {state === 'bad' && (
        <path d="m1.6 1.6 6.8 6.8m0-6.8-6.8 6.8" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      )}
      {state === 'off' && <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.4" />}
    </svg>
  )
}
