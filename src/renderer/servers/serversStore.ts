import { create } from 'zustand'
import type { LocalServer } from '../../shared/contract.js'

export const serversStore = create<{ readonly servers: readonly LocalServer[] }>(() => ({ servers: [] }))
