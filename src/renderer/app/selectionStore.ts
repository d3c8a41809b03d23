import { create } from 'zustand'

interface SelectionSlice {
  /** The message that is selected, in every view at once. */
  readonly messageId: string | undefined
  /** Selects a message; the one that is selected already is let go. */
  readonly toggle: (messageId: string | undefined) => void
  readonly clear: () => void
}

export const selectionStore = create<SelectionSlice>((set, get) => ({
  messageId: undefined,
  toggle: (messageId) => set({ messageId: get().messageId === messageId ? undefined : messageId }),
  clear: () => set({ messageId: undefined })
}))
