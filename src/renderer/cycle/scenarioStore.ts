import { create } from 'zustand'
import type { ScenarioState } from '../../shared/contract.js'

export const scenarioStore = create<{ readonly scenario: ScenarioState | undefined }>(() => ({ scenario: undefined }))
