import { describe, expect, test } from 'vitest'
import { draftOf, freshDraft, inputOf, isComplete, isSameDraft } from '../../../src/renderer/resources/resourceDraft.js'
import type { ResourceView } from '../../../src/shared/contract.js'
import { noLatency } from '../../../src/shared/latency.js'
import { resourceSchema } from '../../../src/shared/workspace.js'

function viewOf(config: Record<string, string | number | boolean>): ResourceView {
  const resource = { id: 'pg', type: 'backend_pgsql' as const, description: 'd', config }
  return {
    resource,
    state: 'up',
    waiting: 0,
    waitingBytes: 0,
    counts: { saved: 0, fetched: 0, deleted: 0 },
    latencies: { saved: noLatency(), deleted: noLatency() },
    usedBy: [],
    hasPassword: true
  }
}

describe('the form of a resource', () => {
  test('a new one has an id in the manner of EMQX, and has to be filled in', () => {
    const draft = freshDraft(undefined)
    expect(draft.id).toMatch(/^resource:\d{6}$/)
    expect(isComplete(draft)).toBe(false)
    expect(isComplete({ ...draft, config: { database: 'mqtt', username: 'postgres' } })).toBe(true)
  })

  test('a password is sent only when it was typed', () => {
    const draft = draftOf(viewOf({ server: '127.0.0.1:5432', database: 'mqtt', username: 'u', password: 'p' }))
    expect(inputOf(draft).config).not.toHaveProperty('password')
    expect(inputOf({ ...draft, config: { ...draft.config, password: 'new' } }).config).toMatchObject({
      password: 'new'
    })
  })

  test('the built-in PostgreSQL has nothing but its word', () => {
    const draft = draftOf(viewOf({ server: 'embedded' }))
    expect(draft.choice).toBe('embedded')
    expect(inputOf(draft).config).toEqual({ server: 'embedded' })
    expect(resourceSchema.safeParse(inputOf(draft)).success).toBe(true)
  })

  test('whether it is read only is part of it', () => {
    const view = viewOf({ server: '127.0.0.1:5432', database: 'mqtt', username: 'u' })
    const draft = draftOf({ ...view, resource: { ...view.resource, readOnly: true } })
    expect(inputOf(draft)).toMatchObject({ readOnly: true })
    expect(isSameDraft(draft, { ...draft, readOnly: false })).toBe(false)
    expect(inputOf(draftOf(view))).not.toHaveProperty('readOnly')
    const builtIn = viewOf({ server: 'embedded' })
    expect(inputOf(draftOf({ ...builtIn, resource: { ...builtIn.resource, readOnly: true } }))).toMatchObject({
      readOnly: true
    })
  })

  test('what another type had is not sent along', () => {
    const draft = {
      ...freshDraft(undefined),
      choice: 'backend_redis_single' as const,
      config: { server: 'h:1', username: 'u' }
    }
    expect(inputOf(draft).config).toEqual({ server: 'h:1' })
  })
})
