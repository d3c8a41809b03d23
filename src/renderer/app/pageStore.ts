import { create } from 'zustand'

export const pageNames = ['cycle', 'rules', 'resources', 'access', 'log', 'settings'] as const
export type PageName = (typeof pageNames)[number]

type Target = { readonly ruleId?: string; readonly resourceId?: string }

interface PageSlice {
  readonly page: PageName
  /** The forms that are open on the pages of rules and resources, by their keys (formKeys.ts). */
  readonly ruleId: string | undefined
  readonly resourceId: string | undefined
  readonly open: (page: PageName, what?: Target) => void
}

export const pageStore = create<PageSlice>((set) => ({
  page: 'cycle',
  ruleId: undefined,
  resourceId: undefined,
  open: (page, what = {}) => set({ page, ...what })
}))

const place = 'page'

/** Opens the page that was open last, and remembers the one that is. */
export function rememberPage(): void {
  const last = pageNames.find((name) => name === localStorage.getItem(place))
  if (last !== undefined) pageStore.setState({ page: last })
  pageStore.subscribe(({ page }) => localStorage.setItem(place, page))
}
