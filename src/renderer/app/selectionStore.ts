import { create } from 'zustand'
import { afterFrame } from '../parts/afterFrame.js'

/** The views in which a message is selected and shown. */
export type SelectionPlace = 'timeline' | 'stores' | 'subscribers'

interface SelectionSlice {
  /** The message that is selected, in every view at once. */
  readonly messageId: string | undefined
  /** Where that was done. */
  readonly place: SelectionPlace | undefined
  /** The same, when the frame has been drawn that shows it there: to draw all views takes longer than the one. */
  readonly followed: string | undefined
  /** Selects a message; the one that is selected already is let go. Without a place all views show it at once. */
  readonly toggle: (messageId: string | undefined, place?: SelectionPlace) => void
  readonly clear: () => void
}

export const selectionStore = create<SelectionSlice>((set, get) => {
  const select = (messageId: string | undefined, place: SelectionPlace | undefined): void => {
    if (place === undefined) {
      set({ messageId, place, followed: messageId })
      return
    }
    set({ messageId, place })
    afterFrame(() => set({ followed: get().messageId }))
  }
  return {
    messageId: undefined,
    place: undefined,
    followed: undefined,
    toggle: (messageId, place) => select(get().messageId === messageId ? undefined : messageId, place),
    clear: () => select(undefined, 'timeline')
  }
})

/** What is selected, as a view has to show it. */
export function selectedIn(place: SelectionPlace): (slice: SelectionSlice) => string | undefined {
  return (slice) => (slice.place === place ? slice.messageId : slice.followed)
}
