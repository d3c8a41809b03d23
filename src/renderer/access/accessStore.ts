import { create } from 'zustand'
import type { AccessView } from '../../shared/access.js'

export const accessStore = create<{ readonly access: AccessView }>(() => ({ access: { acl: [] } }))
