import { create } from 'zustand'
import type { Life } from '../../shared/life.js'

/** Most messages that the view keeps; the oldest go first. */
const mostLives = 2000

interface TimelineSlice {
  readonly lives: readonly Life[]
  /** Messages that passed but were too many to be told. */
  readonly omitted: number
  readonly restart: (lives: readonly Life[]) => void
  /** Before those that came since. */
  readonly putBack: (cleared: readonly Life[]) => void
  readonly add: (lives: readonly Life[], omitted: number) => void
}

export const timelineStore = create<TimelineSlice>((set, get) => ({
  lives: [],
  omitted: 0,
  restart: (lives) => set({ lives: lives.slice(-mostLives), omitted: 0 }),
  putBack: (cleared) => set({ lives: mergeLives(cleared, get().lives).slice(-mostLives) }),
  add: (changed, omitted) => {
    set({ lives: mergeLives(get().lives, changed).slice(-mostLives), omitted: get().omitted + omitted })
  }
}))

/** A life that is known is replaced where it stands, a new one comes at the end; one that was told late where it began. */
export function mergeLives(known: readonly Life[], changed: readonly Life[]): readonly Life[] {
  const byId = new Map(changed.map((life) => [life.id, life]))
  const merged = known.map((life) => {
    const newer = byId.get(life.id)
    byId.delete(life.id)
    return newer ?? life
  })
  const fresh = [...byId.values()]
  const last = merged.at(-1)
  merged.push(...fresh)
  const isLate = last !== undefined && fresh.some((life) => beginningOf(life) < beginningOf(last))
  return isLate ? merged.sort((one, other) => beginningOf(one) - beginningOf(other)) : merged
}

/** When it was first heard of; what was found in a store was published long before. */
function beginningOf(life: Life): number {
  return life.steps[0]?.at ?? life.at
}
