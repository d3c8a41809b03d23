import { useState } from 'react'
import { mostMarked } from './mostMarked.js'

/** A count whose changes are shown by a movement: it stays while it changes by more at once than anybody could follow. */
export function useFollowed(count: number): number {
  const [known, setKnown] = useState({ count, shown: count })
  if (known.count === count) return known.shown
  const shown = Math.abs(count - known.count) > mostMarked ? known.shown : count
  setKnown({ count, shown })
  return shown
}
