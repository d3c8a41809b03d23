import { useEffect, useRef, useState } from 'react'
import { canBeFollowed, unrestAfter } from './unrest.js'

/** How long after more than anybody could follow the little that changes in between is not followed either, ms. */
const pause = 3000

/**
 * A count whose changes are shown by a movement: it stays while it changes by more than anybody could follow.
 *
 * @param passed Counts what passed, where `count` is only what is there: of what came and went again it knows nothing.
 */
export function useFollowed(count: number, passed = count): number {
  const [shown, setShown] = useState(count)
  const last = useRef({ count, passed, at: 0, unrest: 0, floodAt: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    const before = last.current
    const at = Date.now()
    const changes = Math.max(Math.abs(count - before.count), Math.abs(passed - before.passed))
    const unrest = unrestAfter(before.unrest, at - before.at, changes)
    const floodAt = canBeFollowed(changes, unrest) ? before.floodAt : at
    last.current = { count, passed, at, unrest, floodAt }
    if (at - floodAt > pause) setShown(count)
  }, [count, passed])
  return shown
}
