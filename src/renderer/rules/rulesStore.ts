import { create } from 'zustand'
import type { RuleView } from '../../shared/contract.js'

export const rulesStore = create<{ readonly rules: readonly RuleView[] }>(() => ({ rules: [] }))
