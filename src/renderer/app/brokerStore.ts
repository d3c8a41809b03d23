import { create } from 'zustand'
import type { BrokerState } from '../../shared/contract.js'
import { noneExceeded, noneRefused } from '../../shared/limits.js'

interface BrokerSlice {
  readonly broker: BrokerState
  readonly version: string
  readonly dataDir: string
}

export const brokerStore = create<BrokerSlice>(() => ({
  broker: {
    listeners: [],
    clients: 0,
    received: 0,
    sent: 0,
    dropped: 0,
    sessions: 0,
    held: 0,
    exceeded: noneExceeded(),
    refused: noneRefused()
  },
  version: '',
  dataDir: ''
}))
