import { create } from 'zustand'
import type { ConnectionView } from '../../shared/contract.js'

interface ConnectionsSlice {
  readonly connections: readonly ConnectionView[]
  /** Which connection the dialog shows; `new` for a form that makes one, undefined while it is closed. */
  readonly edited: string | undefined
  /** Opens the dialog: with a connection, or with the first there is. */
  readonly edit: (id?: string) => void
  readonly close: () => void
}

export const connectionsStore = create<ConnectionsSlice>((set, get) => ({
  connections: [],
  edited: undefined,
  edit: (id) => set({ edited: id ?? get().connections[0]?.connection.id ?? 'new' }),
  close: () => set({ edited: undefined })
}))
