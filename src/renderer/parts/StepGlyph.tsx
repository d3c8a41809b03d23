import type { ReactElement } from 'react'
import type { Tone } from '../timeline/phases.js'
import styles from './StepGlyph.module.css'

/** Shape and colour of a step; never colour alone. */
const shapes: Readonly<Record<Tone, ReactElement>> = {
  published: <path d="M6 0.8 11.2 6 6 11.2 0.8 6Z" />,
  matched: (
    <path d="M2 3.2h8M2 6h8M2 8.8h8" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
  ),
  saved: <rect x="1.4" y="1.4" width="9.2" height="9.2" rx="1.2" />,
  waiting: <rect x="2" y="2" width="8" height="8" rx="1.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  delivered: <path d="M2 0.9 11 6 2 11.1Z" />,
  acked: (
    <path
      d="m1.6 6.4 3 3.1 5.8-6.9"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  deleted: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  failed: <path d="m2 2 8 8m0-8-8 8" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
  none: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 1.8" />
}

/** The mark of a step. It says nothing by itself: the words stand beside it. */
export function StepGlyph({ tone, pulse }: { readonly tone: Tone; readonly pulse?: number | undefined }): ReactElement {
  return (
    <svg
      key={pulse}
      className={styles['glyph']}
      data-tone={tone}
      data-pulse={pulse === undefined || pulse === 0 ? undefined : true}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {shapes[tone]}
    </svg>
  )
}
