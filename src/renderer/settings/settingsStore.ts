import { create } from 'zustand'
import { settingsSchema, type Settings } from '../../shared/workspace.js'
import { keepInEngine } from '../app/engine.js'

interface SettingsSlice {
  readonly settings: Settings
  /** Shown at once and kept by the engine. */
  readonly change: (change: Partial<Settings>) => Promise<void>
}

export const settingsStore = create<SettingsSlice>((set, get) => ({
  settings: settingsSchema.parse({}),
  change: async (change) => {
    const settings = { ...get().settings, ...change }
    set({ settings })
    await keepInEngine('settings.save', settings)
  }
}))
