import { create } from 'zustand'

/** Whether the list of the broker's clients is open. */
export const clientsStore = create<{ readonly opened: boolean }>(() => ({ opened: false }))

export function openClients(): void {
  clientsStore.setState({ opened: true })
}

export function closeClients(): void {
  clientsStore.setState({ opened: false })
}
