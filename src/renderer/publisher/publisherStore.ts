import { create } from 'zustand'
import { publisherDraftSchema, type PublisherDraft } from '../../shared/workspace.js'
import { keepInEngine } from '../app/engine.js'

interface PublisherSlice {
  readonly draft: PublisherDraft
  readonly change: (change: Partial<PublisherDraft>) => void
}

/** Typing is kept for the next start, but not letter by letter. */
const keepAfter = 500
let keepTimer: ReturnType<typeof setTimeout> | undefined

export const publisherStore = create<PublisherSlice>((set, get) => ({
  draft: publisherDraftSchema.parse({}),
  change: (change) => {
    set({ draft: { ...get().draft, ...change } })
    clearTimeout(keepTimer)
    keepTimer = setTimeout(() => void keep(get().draft), keepAfter)
  }
}))

async function keep(draft: PublisherDraft): Promise<void> {
  // A draft that cannot be kept (no client id yet) is still being typed.
  const checked = publisherDraftSchema.safeParse(draft)
  if (checked.success) await keepInEngine('publisher.draft', checked.data)
}
