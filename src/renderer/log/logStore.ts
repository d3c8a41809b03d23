import { create } from 'zustand'
import type { LogEntry } from '../../shared/contract.js'

const mostEntries = 2000

interface LogSlice {
  readonly entries: readonly LogEntry[]
  readonly restart: (entries: readonly LogEntry[]) => void
  readonly add: (entries: readonly LogEntry[]) => void
}

export const logStore = create<LogSlice>((set, get) => ({
  entries: [],
  restart: (entries) => set({ entries: entries.slice(-mostEntries) }),
  add: (added) => {
    const { entries } = get()
    const last = entries.at(-1)?.sequence ?? -1
    const fresh = added.filter(({ sequence }) => sequence > last)
    if (fresh.length > 0) set({ entries: [...entries, ...fresh].slice(-mostEntries) })
  }
}))
