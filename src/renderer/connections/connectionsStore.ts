import { create } from 'zustand'
import type { ConnectionView } from '../../shared/contract.js'

interface ConnectionsSlice {
  readonly connections: readonly ConnectionView[]
  /** Which connection the dialog shows; `new` for a form that makes one, undefined while it is closed. */
  readonly edited: string | undefined
  /** The groups of which the dialog shows the heading alone. */
  readonly folded: ReadonlySet<string>
  /** Opens the dialog: with a connection, or with the first there is. */
  readonly edit: (id?: string) => void
  readonly close: () => void
  readonly fold: (group: string, isFolded: boolean) => void
}

export const connectionsStore = create<ConnectionsSlice>((set, get) => ({
  connections: [],
  edited: undefined,
  folded: new Set(),
  edit: (id) => set({ edited: id ?? get().connections[0]?.connection.id ?? 'new' }),
  close: () => set({ edited: undefined }),
  fold: (group, isFolded) => {
    const folded = new Set(get().folded)
    if (isFolded) folded.add(group)
    else folded.delete(group)
    set({ folded })
  }
}))
