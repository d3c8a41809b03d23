import { create } from 'zustand'

interface GuideSlice {
  /** When the guide was begun, ms since the epoch; undefined while nobody is guided. */
  readonly startedAt: number | undefined
  readonly begin: () => void
  readonly end: () => void
}

export const guideStore = create<GuideSlice>((set) => ({
  startedAt: undefined,
  begin: () => set({ startedAt: Date.now() }),
  end: () => set({ startedAt: undefined })
}))
