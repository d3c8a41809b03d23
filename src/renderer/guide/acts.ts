import { type BackendName, embeddedServer } from '../../shared/resourceTypes.js'
import { callEngine } from '../app/engine.js'
import { newFor, newForm } from '../app/formKeys.js'
import { pageStore } from '../app/pageStore.js'
import { benchStore } from '../bench/benchStore.js'
import { publishDraft } from '../publisher/publish.js'
import { publisherStore } from '../publisher/publisherStore.js'
import { canPublish } from '../publisher/typedMessage.js'
import { freshDraft as freshResource, type ResourceDraft } from '../resources/resourceDraft.js'
import { resourceDrafts, resourcesStore } from '../resources/resourcesStore.js'
import { freshDraft as freshRule, inputOf } from '../rules/ruleDraft.js'
import { ruleDrafts, rulesStore } from '../rules/rulesStore.js'
import { settingsStore } from '../settings/settingsStore.js'
import { looksStore } from '../stores/looksStore.js'
import { freshSubscriber } from '../subscribers/addSubscriber.js'
import { subscribersStore } from '../subscribers/subscribersStore.js'
import type { Scene } from './scene.js'

/** What the chapter's person types into the form of a resource. */
const chapterForms: Readonly<Record<BackendName, Pick<ResourceDraft, 'choice' | 'config'>>> = {
  redis: { choice: 'backend_redis_single', config: { server: '127.0.0.1:6379' } },
  mysql: {
    choice: 'backend_mysql',
    config: { server: '127.0.0.1:3306', database: 'mqtt', user: 'root', password: 'public' }
  },
  pgsql: {
    choice: 'backend_pgsql',
    config: { server: '127.0.0.1:5432', database: 'mqtt', username: 'postgres', password: 'public' }
  },
  cassa: {
    choice: 'backend_cassa',
    config: { nodes: '127.0.0.1:9042', keyspace: 'mqtt', username: 'root', password: 'public' }
  },
  mongo: {
    choice: 'backend_mongo_single',
    config: { servers: '127.0.0.1:27017', database: 'mqtt', login: 'root', password: 'public' }
  }
}

/** Opens the form of a new resource, filled in as in the chapter. */
export function fillForm(backend: BackendName): void {
  resourceDrafts.getState().keep(newForm, { ...freshResource(undefined), ...chapterForms[backend] })
  pageStore.getState().open('resources', { resourceId: newForm })
}

/** What each step does where a person wants it done. Each may throw an AppError. */
export const acts = {
  server: async ({ backend }: Scene): Promise<void> => {
    if (backend !== 'pgsql') return callEngine('server.start', { backend })
    const config = { server: embeddedServer }
    await callEngine('resource.create', { ...namedLike(freshResource(undefined).id), type: 'backend_pgsql', config })
  },
  reconnect,
  table: async ({ resource }: Scene): Promise<void> => {
    if (resource === undefined) return
    await callEngine('resource.init', { id: resource.resource.id })
    await look(resource.resource.id)
  },
  rule: async ({ rule, resource }: Scene): Promise<void> => {
    if (rule !== undefined) {
      await callEngine('rule.enable', { id: rule.rule.id, enabled: true })
    } else if (resource !== undefined) {
      const key = newFor(resource.resource.id)
      const draft = ruleDrafts.getState().drafts[key]
      const fresh = draft ?? freshRule(key, rulesStore.getState().rules, resourcesStore.getState().resources)
      await callEngine('rule.create', inputOf(fresh))
      ruleDrafts.getState().drop(key)
      pageStore.getState().open('rules', { ruleId: fresh.id })
    }
  },
  disconnect: async ({ listeners }: Scene): Promise<void> => {
    for (const { subscriber } of listeners) await callEngine('subscriber.disconnect', { id: subscriber.id })
  },
  publish: ({ topic }: Scene): Promise<void> => {
    const { draft, change } = publisherStore.getState()
    change({ topic, qos: draft.qos === 0 ? 1 : draft.qos, connection: undefined })
    if (!canPublish(publisherStore.getState().draft)) change({ payload: 'hello', format: 'text' })
    // Not awaited: its acknowledgement comes after the save, and a failure is told in the pane.
    void publishDraft()
    return Promise.resolve()
  },
  connect: async ({ subscriber, topic, listeners }: Scene): Promise<void> => {
    if (subscriber === undefined) {
      const known = subscribersStore.getState().subscribers.map((view) => view.subscriber)
      const made = await callEngine('subscriber.create', { ...freshSubscriber(known), topic, connection: undefined })
      await callEngine('subscriber.connect', { id: made.subscriber.id })
    } else if (listeners.includes(subscriber)) {
      await letGo()
    } else {
      await callEngine('subscriber.connect', { id: subscriber.subscriber.id })
    }
  },
  acknowledge: async ({ subscriber }: Scene): Promise<void> => {
    if (subscriber?.holdAck === true) {
      await callEngine('subscriber.holdAck', { id: subscriber.subscriber.id, hold: false })
    }
  },
  /** What keeps a save or delete waiting: step mode, or a store that is away. */
  goOn: async (scene: Scene): Promise<void> => {
    await letGo()
    await reconnect(scene)
  }
} as const

async function letGo(): Promise<void> {
  if (benchStore.getState().stepping) await callEngine('bench.next', undefined)
}

async function reconnect({ resource }: Scene): Promise<void> {
  if (resource !== undefined) await callEngine('resource.reconnect', { id: resource.resource.id })
}

/** Looks at a store that nobody else looks at while another page is open. */
export async function look(id: string): Promise<void> {
  looksStore.getState().take(await callEngine('store.look', { id }), settingsStore.getState().settings.ghostSeconds)
}

/** The first start's name where that is free. */
function namedLike(fresh: string): { readonly id: string } {
  const isTaken = resourcesStore.getState().resources.some(({ resource }) => resource.id === 'postgresql')
  return { id: isTaken ? fresh : 'postgresql' }
}
