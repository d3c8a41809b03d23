import { create } from 'zustand'
import type { UpdateView } from '../../shared/updates.js'
import { callHost } from '../app/engine.js'

interface UpdatesSlice {
  /** Undefined until the program has said how it stands. */
  readonly view: UpdateView | undefined
}

export const updatesStore = create<UpdatesSlice>(() => ({ view: undefined }))

/** Follows the program's updates. Returns the function that ends it. */
export function followUpdates(): () => void {
  const stop = window.host.onUpdate((view) => updatesStore.setState({ view }))
  callHost('update.view', undefined).then(
    (view) => updatesStore.setState({ view }),
    () => undefined
  )
  return stop
}
