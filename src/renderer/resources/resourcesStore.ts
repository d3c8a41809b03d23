import { create } from 'zustand'
import type { ResourceView } from '../../shared/contract.js'

export const resourcesStore = create<{ readonly resources: readonly ResourceView[] }>(() => ({ resources: [] }))
