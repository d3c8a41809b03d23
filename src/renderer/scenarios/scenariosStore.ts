import { create } from 'zustand'
import type { Scenario } from '../../shared/scenario.js'
import { callEngine } from '../app/engine.js'

interface ScenariosSlice {
  readonly scenarios: readonly Scenario[]
  /** Whether the dialog is open, and on which of them; the empty name: a new one. */
  readonly edited: string | undefined
  readonly edit: (id: string) => void
  readonly close: () => void
  /** Shown at once and kept by the engine. Throws an AppError. */
  readonly change: (scenarios: readonly Scenario[]) => Promise<void>
}

export const scenariosStore = create<ScenariosSlice>((set) => ({
  scenarios: [],
  edited: undefined,
  edit: (edited) => set({ edited }),
  close: () => set({ edited: undefined }),
  change: async (scenarios) => {
    await callEngine('scenario.keep', [...scenarios])
    set({ scenarios })
  }
}))
