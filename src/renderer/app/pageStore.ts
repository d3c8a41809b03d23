import { create } from 'zustand'

export const pageNames = ['cycle', 'rules', 'resources', 'log', 'settings'] as const
export type PageName = (typeof pageNames)[number]

interface PageSlice {
  readonly page: PageName
  /** The rule and the resource that are open on their pages; `new` for a form that makes one. */
  readonly ruleId: string | undefined
  readonly resourceId: string | undefined
  readonly open: (page: PageName, what?: { readonly ruleId?: string; readonly resourceId?: string }) => void
}

export const pageStore = create<PageSlice>((set) => ({
  page: 'cycle',
  ruleId: undefined,
  resourceId: undefined,
  open: (page, what = {}) => set({ page, ...what })
}))
