import { create } from 'zustand'
import { limitsSchema, type Limits } from '../../shared/limits.js'

export const limitsStore = create<{ readonly limits: Limits }>(() => ({ limits: limitsSchema.parse({}) }))
