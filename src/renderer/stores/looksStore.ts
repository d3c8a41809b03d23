import { create } from 'zustand'
import type { StoreLook } from '../../shared/storeLook.js'
import { type LookView, nextView, withoutExpired } from './lookView.js'

/** By the resource's id. */
interface Shown {
  readonly views: Readonly<Record<string, LookView>>
  /** When each was looked at last, ms since the epoch. */
  readonly lookedAt: Readonly<Record<string, number>>
}

interface LooksSlice extends Shown {
  /** What is shown instead while the view is paused. */
  readonly frozen: Shown | undefined
  readonly pause: (on: boolean) => void
  readonly restart: (looks: readonly StoreLook[]) => void
  readonly take: (look: StoreLook, ghostSeconds: number) => void
  /** Looked at again, and it is as it was. */
  readonly confirm: (resourceId: string, at: number) => void
  /** Lets the ghosts go whose time is over. */
  readonly expire: (now: number, ghostSeconds: number) => void
}

export const looksStore = create<LooksSlice>((set, get) => ({
  views: {},
  lookedAt: {},
  frozen: undefined,
  pause: (on) => set({ frozen: on ? get() : undefined }),
  restart: (looks) =>
    set({
      frozen: undefined,
      lookedAt: Object.fromEntries(looks.map(({ resourceId, at }) => [resourceId, at])),
      views: Object.fromEntries(looks.map((look) => [look.resourceId, nextView(undefined, look, 0)]))
    }),
  take: (look, ghostSeconds) => {
    const { views, lookedAt } = get()
    set({
      views: { ...views, [look.resourceId]: nextView(views[look.resourceId], look, ghostSeconds) },
      // While much passes a look is told late: it may have been found the same meanwhile.
      lookedAt: { ...lookedAt, [look.resourceId]: Math.max(look.at, lookedAt[look.resourceId] ?? 0) }
    })
  },
  confirm: (resourceId, at) => set({ lookedAt: { ...get().lookedAt, [resourceId]: at } }),
  expire: (now, ghostSeconds) => {
    const { views } = get()
    const next = Object.fromEntries(
      Object.entries(views).map(([id, view]) => [id, withoutExpired(view, now, ghostSeconds)])
    )
    if (Object.entries(next).some(([id, view]) => view !== views[id])) set({ views: next })
  }
}))
