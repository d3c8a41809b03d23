import type { ReactElement } from 'react'
import { useNow } from '../parts/useNow.js'

/** The seconds that a key has left, running down between two looks. */
export function TimeToLive({ seconds, at }: { readonly seconds: number; readonly at: number }): ReactElement {
  const now = useNow(1000)
  return <>{Math.max(0, Math.round(seconds - Math.max(0, now - at) / 1000))}</>
}
