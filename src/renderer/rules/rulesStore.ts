import { z } from 'zod'
import { create } from 'zustand'
import { actionNames } from '../../shared/actionTypes.js'
import type { RuleView } from '../../shared/contract.js'
import { createDrafts } from '../parts/draftsStore.js'
import type { ActionDraft, RuleDraft } from './ruleDraft.js'

export const rulesStore = create<{ readonly rules: readonly RuleView[] }>(() => ({ rules: [] }))

const actionSchema: z.ZodType<ActionDraft> = z.object({
  name: z.enum(actionNames),
  params: z.record(z.string(), z.unknown()),
  get fallbacks() {
    return z.array(actionSchema)
  }
})

/** Rules with edits that are not saved. */
export const ruleDrafts = createDrafts<RuleDraft>({
  name: 'rule-drafts',
  schema: z.object({
    id: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    rawsql: z.string(),
    on_action_failed: z.enum(['continue', 'stop']),
    actions: z.array(actionSchema)
  }),
  readable: (draft) => draft
})
