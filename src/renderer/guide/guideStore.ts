import { z } from 'zod'
import { create } from 'zustand'
import type { BackendName } from '../../shared/resourceTypes.js'
import type { Pace } from '../cycle/paces.js'
import { type GuideStepName, type Tour, tourSchema } from './tour.js'

interface GuideSlice {
  readonly tour: Tour | undefined
  /** Those that were left before their end, by backend; this window remembers them. */
  readonly left: Readonly<Partial<Record<BackendName, Tour>>>
  /** How fast it goes on by itself; undefined: only when the person says so. */
  readonly pace: Pace | undefined
  readonly begin: (backend: BackendName, from?: GuideStepName, resourceId?: string) => void
  readonly resume: (tour: Tour) => void
  readonly go: (step: GuideStepName) => void
  readonly play: (pace: Pace | undefined) => void
  /** It can be gone on with later. */
  readonly leave: () => void
  readonly finish: () => void
}

const storageKey = 'chapters-left'

export const guideStore = create<GuideSlice>((set, get) => ({
  tour: undefined,
  left: read(),
  pace: undefined,
  begin: (backend, step = 'server', resourceId) =>
    set({ tour: { backend, resourceId, step, startedAt: Date.now() }, pace: undefined }),
  resume: (tour) => set({ tour, pace: undefined }),
  go: (step) => {
    const { tour } = get()
    if (tour !== undefined) set({ tour: { ...tour, step } })
  },
  play: (pace) => set({ pace }),
  leave: () => {
    const { tour, left } = get()
    if (tour !== undefined) set({ tour: undefined, pace: undefined, left: keep({ ...left, [tour.backend]: tour }) })
  },
  finish: () => {
    const { tour, left } = get()
    const others = Object.entries(left).filter(([backend]) => backend !== tour?.backend)
    set({ tour: undefined, pace: undefined, left: keep(Object.fromEntries(others)) })
  }
}))

function keep(left: GuideSlice['left']): GuideSlice['left'] {
  localStorage.setItem(storageKey, JSON.stringify(Object.values(left)))
  return left
}

/** What cannot be read any more is left out. */
function read(): GuideSlice['left'] {
  try {
    const found = z.array(tourSchema).safeParse(JSON.parse(localStorage.getItem(storageKey) ?? '[]'))
    return Object.fromEntries((found.data ?? []).map((tour) => [tour.backend, tour]))
  } catch {
    return {}
  }
}
