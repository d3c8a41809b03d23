import type { BenchState } from '../../shared/bench.js'
import { create } from 'zustand'

/** What is slowed down or broken on purpose, as the engine has it. */
export const benchStore = create<BenchState>(() => ({ stepping: false, waiting: [], faults: {} }))
