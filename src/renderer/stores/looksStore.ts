import { create } from 'zustand'
import type { StoreLook } from '../../shared/contract.js'
import { type LookView, nextView, withoutExpired } from './lookView.js'

interface LooksSlice {
  /** By the resource's id. */
  readonly views: Readonly<Record<string, LookView>>
  /** What is shown instead while the view is paused. */
  readonly frozen: Readonly<Record<string, LookView>> | undefined
  readonly pause: (on: boolean) => void
  readonly restart: (looks: readonly StoreLook[]) => void
  readonly take: (look: StoreLook, ghostSeconds: number) => void
  /** Lets the ghosts go whose time is over. */
  readonly expire: (now: number, ghostSeconds: number) => void
}

export const looksStore = create<LooksSlice>((set, get) => ({
  views: {},
  frozen: undefined,
  pause: (on) => set({ frozen: on ? get().views : undefined }),
  restart: (looks) =>
    set({
      frozen: undefined,
      views: Object.fromEntries(looks.map((look) => [look.resourceId, nextView(undefined, look, 0)]))
    }),
  take: (look, ghostSeconds) => {
    const { views } = get()
    set({ views: { ...views, [look.resourceId]: nextView(views[look.resourceId], look, ghostSeconds) } })
  },
  expire: (now, ghostSeconds) => {
    const { views } = get()
    const next = Object.fromEntries(
      Object.entries(views).map(([id, view]) => [id, withoutExpired(view, now, ghostSeconds)])
    )
    if (Object.entries(next).some(([id, view]) => view !== views[id])) set({ views: next })
  }
}))
