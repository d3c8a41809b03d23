import { create } from 'zustand'

/** Whether the table of what differs between the backends is open. */
export const traitsStore = create<{ readonly opened: boolean }>(() => ({ opened: false }))

export function openTraits(): void {
  traitsStore.setState({ opened: true })
}
