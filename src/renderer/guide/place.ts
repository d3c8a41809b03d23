export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}
type Size = Pick<Box, 'width' | 'height'>

/** Free space, px, around the control and at the window's edge. */
const gap = 12

/**
 * Where a note about a control stands, in px of the window: below, above, right or left of it, the first where it covers
 * nothing of it; where there is no such place, the one that covers least. Without a control: the lower right corner.
 */
export function placeBeside(target: Box | undefined, note: Size, view: Size): { left: number; top: number } {
  const within = (left: number, top: number) => ({
    left: Math.max(gap, Math.min(left, view.width - note.width - gap)),
    top: Math.max(gap, Math.min(top, view.height - note.height - gap))
  })
  if (target === undefined) return within(view.width, view.height)
  const { left, top, width, height } = target
  const places = [
    within(left, top + height + gap),
    within(left, top - note.height - gap),
    within(left + width + gap, top),
    within(left - note.width - gap, top)
  ]
  const covered = places.map((place) => overlap({ ...place, ...note }, target))
  return places[covered.indexOf(Math.min(...covered))] ?? within(view.width, view.height)
}

function overlap(one: Box, other: Box): number {
  const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left)
  const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top)
  return Math.max(0, across) * Math.max(0, down)
}
