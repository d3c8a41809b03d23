import { fail } from './term.js'

/*
 * How much one run of a rule may do, so that no message and no pattern in it holds up the process or fills its memory
 * (docs/rules.md, Bounds). What goes beyond fails with `system_limit`.
 */

/** Elements of a range, and of a list that FOREACH goes through. */
export const mostRounds = 100_000
/** Pieces that a text is cut into. */
export const mostPieces = 1_000_000
/** Characters that a function adds to a text, and those of a text that is looked at grapheme by grapheme. */
export const longestFilling = 16 * 1024 * 1024
export const longestClustered = 1_000_000
/** Bits of an integer. */
export const longestInteger = 1_000_000
/** Keys on a path into an object, and objects within objects. */
export const deepest = 500
/** What rules remember: so many values, and so many characters of them as JSON. */
export const mostValues = 100_000
export const largestMemory = 64 * 1024 * 1024
/** How long FOREACH goes on, ms. */
const longestRun = 2000

/** To be called before each element of a list: fails when it is too long, or takes too long. */
export function roundsOf(list: readonly unknown[]): () => void {
  atMost(mostRounds, list.length)
  const end = performance.now() + longestRun
  return () => {
    if (performance.now() > end) fail('system_limit')
  }
}

/** Fails when there is more than there may be. */
export function atMost(most: number, count: number | bigint): void {
  if (count > most) fail('system_limit')
}
