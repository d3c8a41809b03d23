import type { ReactElement } from 'react'

/** A message (the diamond) that waits in a store (the square) on its way to a subscriber (the triangle). */
export function Logo({ className }: { readonly className?: string | undefined }): ReactElement {
  return (
    <svg className={className} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="14" fill="#0c7489" />
      <path d="M14 32h40" stroke="#9fdde9" strokeWidth="3" />
      <path d="M14 24 22 32 14 40 6 32Z" fill="#fff" />
      <rect x="24" y="21" width="18" height="22" rx="3" fill="#ffd166" />
      <path d="M24 28.5h18M24 35.5h18" stroke="#0c7489" strokeWidth="2.4" />
      <path d="M47 23 60 32 47 41Z" fill="#fff" />
    </svg>
  )
}
