import { z } from 'zod'
import { create } from 'zustand'
import type { ResourceView } from '../../shared/contract.js'
import { createDrafts } from '../parts/draftsStore.js'
import { type ResourceDraft, typeChoices, withoutSecrets } from './resourceDraft.js'

export const resourcesStore = create<{ readonly resources: readonly ResourceView[] }>(() => ({ resources: [] }))

/** Resources with edits that are not saved; passwords that were typed stay in memory. */
export const resourceDrafts = createDrafts<ResourceDraft>({
  name: 'resource-drafts',
  schema: z.object({
    id: z.string(),
    choice: z.enum(typeChoices),
    description: z.string(),
    // Drafts that were kept before there was such a thing have none.
    readOnly: z.boolean().default(false),
    config: z.record(z.string(), z.unknown())
  }),
  readable: withoutSecrets
})
