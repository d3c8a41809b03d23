import { create } from 'zustand'

export const pageNames = ['cycle', 'rules', 'resources', 'log', 'settings'] as const
export type PageName = (typeof pageNames)[number]

type Target = { readonly ruleId?: string; readonly resourceId?: string; readonly ruleFor?: string }

interface PageSlice {
  readonly page: PageName
  /** The rule and the resource that are open on their pages; `new` for a form that makes one. */
  readonly ruleId: string | undefined
  readonly resourceId: string | undefined
  /** The resource that a new rule is made for. */
  readonly ruleFor: string | undefined
  readonly open: (page: PageName, what?: Target) => void
}

export const pageStore = create<PageSlice>((set) => ({
  page: 'cycle',
  ruleId: undefined,
  resourceId: undefined,
  ruleFor: undefined,
  open: (page, what = {}) => set({ page, ruleFor: undefined, ...what })
}))
