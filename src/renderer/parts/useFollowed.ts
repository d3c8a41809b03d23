import { useEffect, useRef, useState } from 'react'
import { mostMarked } from './mostMarked.js'

/** How long after more than anybody could follow the little that changes in between is not followed either, ms. */
const pause = 3000

/** A count whose changes are shown by a movement: it stays while it changes by more than anybody could follow. */
export function useFollowed(count: number): number {
  const [shown, setShown] = useState(count)
  const last = useRef({ count, floodAt: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    const now = Date.now()
    const isFlood = Math.abs(count - last.current.count) > mostMarked
    const floodAt = isFlood ? now : last.current.floodAt
    last.current = { count, floodAt }
    if (now - floodAt > pause) setShown(count)
  }, [count])
  return shown
}
