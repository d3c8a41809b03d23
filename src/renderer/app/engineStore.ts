import { create } from 'zustand'
import type { EngineStatus } from '../../shared/host.js'

interface EngineState {
  readonly status: EngineStatus
  /** Whether the first snapshot has been taken over. */
  readonly loaded: boolean
}

export const engineStore = create<EngineState>(() => ({ status: { state: 'starting' }, loaded: false }))
