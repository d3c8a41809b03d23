/** Above so many changes at once, single ones are not marked any more: nobody could follow. */
export const mostMarked = 30
/** As many a second are too many when they go on for longer than this, s. */
const patience = 3
const mostUnrest = patience * mostMarked

/** How much has changed lately, from 0 on, after `changes` more; each second without any takes `mostMarked` away. */
export function unrestAfter(before: number, elapsed: number, changes: number): number {
  return Math.min(2 * mostUnrest, Math.max(0, before - (mostMarked * elapsed) / 1000) + changes)
}

/** Whether it is worth marking what has changed. */
export function canBeFollowed(changes: number, unrest: number): boolean {
  return changes <= mostMarked && unrest <= mostUnrest
}
