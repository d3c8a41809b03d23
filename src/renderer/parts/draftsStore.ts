import type { z } from 'zod'
import { create, type StoreApi, type UseBoundStore } from 'zustand'

/** Most forms with edits that are kept. */
const most = 50

interface DraftsSlice<Draft> {
  /** What has been typed and not saved yet, by the key of its form (formKeys.ts). */
  readonly drafts: Readonly<Record<string, Draft>>
  readonly keep: (key: string, draft: Draft) => void
  readonly drop: (key: string) => void
}

export type DraftsStore<Draft> = UseBoundStore<StoreApi<DraftsSlice<Draft>>>

interface Options<Draft> {
  /** Under which name this window remembers them. */
  readonly name: string
  readonly schema: z.ZodType<Draft>
  /** What may lie in a file: no secrets. */
  readonly readable: (draft: Draft) => Draft
}

/** Edits outlive the form that they were made in, and the window: nothing that was typed is lost unasked. */
export function createDrafts<Draft>({ name, schema, readable }: Options<Draft>): DraftsStore<Draft> {
  const put = (drafts: Readonly<Record<string, Draft>>) => {
    const written = Object.entries(drafts).map(([key, draft]) => [key, readable(draft)] as const)
    localStorage.setItem(name, JSON.stringify(Object.fromEntries(written)))
    return { drafts }
  }
  return create<DraftsSlice<Draft>>((set) => ({
    drafts: read(name, schema),
    keep: (key, draft) =>
      set(({ drafts }) => put(Object.fromEntries([...Object.entries({ ...drafts, [key]: draft })].slice(-most)))),
    drop: (key) => set(({ drafts }) => put(Object.fromEntries(Object.entries(drafts).filter(([each]) => each !== key))))
  }))
}

/** What cannot be read any more is left out. */
function read<Draft>(name: string, schema: z.ZodType<Draft>): Record<string, Draft> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(name) ?? '{}')
    return Object.fromEntries(
      Object.entries(found ?? {}).flatMap(([key, value]) => {
        const draft = schema.safeParse(value)
        return draft.success ? [[key, draft.data] as const] : []
      })
    )
  } catch {
    return {}
  }
}
