import { create } from 'zustand'
import type { BenchState } from '../../shared/contract.js'

/** What is slowed down or broken on purpose, as the engine has it. */
export const benchStore = create<BenchState>(() => ({ stepping: false, waiting: [], faults: {} }))
