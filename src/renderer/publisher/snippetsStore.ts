import { create } from 'zustand'
import type { Snippet } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'

interface SnippetsSlice {
  readonly snippets: readonly Snippet[]
  /** Shown at once and kept by the engine. */
  readonly change: (snippets: readonly Snippet[]) => Promise<void>
}

export const snippetsStore = create<SnippetsSlice>((set) => ({
  snippets: [],
  change: async (snippets) => {
    set({ snippets })
    await callEngine('publisher.snippets', [...snippets])
  }
}))
