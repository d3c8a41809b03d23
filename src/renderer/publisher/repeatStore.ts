import { create } from 'zustand'
import type { RepeatState } from '../../shared/contract.js'

/** How far the message that is published again and again is; undefined before the first. */
export const repeatStore = create<{ readonly repeat: RepeatState | undefined }>(() => ({ repeat: undefined }))
