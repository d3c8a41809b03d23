import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import { Journal } from '../../src/engine/cycle/journal.js'
import { Engine, type EngineOptions } from '../../src/engine/engine.js'
import { RingLog } from '../../src/engine/log.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import { checkConfig } from '../../src/engine/workspace/config.js'

/** The engine on the built-in PostgreSQL, with MQTT clients made for the test; closed as a whole. */
export class Bench {
  private readonly clients = new Set<MqttClient>()

  private constructor(
    readonly engine: Engine,
    readonly journal: Journal,
    readonly log: RingLog,
    private readonly folder: string
  ) {}

  static async start(config: Record<string, unknown> = {}, options: Pick<EngineOptions, 'bench'> = {}): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-test-'))
    const journal = new Journal()
    const log = new RingLog(1000)
    const checked = checkConfig(
      {
        listeners: { tcp: { port: 0 } },
        dataDir: folder,
        resources: [{ id: 'pg', type: 'backend_pgsql', config: { server: 'embedded' } }],
        rules: [chapterRule()],
        ...config
      },
      'test'
    )
    return new Bench(await Engine.start(checked, { log, journal, ...options }), journal, log, folder)
  }

  get port(): number {
    return this.engine.brokerState.listeners[0]?.port ?? 0
  }

  async client(options: IClientOptions = {}): Promise<MqttClient> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${this.port}`, { reconnectPeriod: 0, ...options })
    client.on('error', () => undefined)
    this.clients.add(client)
    // What a client received is to be weighed no longer than it is needed.
    client.on('close', () => this.clients.delete(client))
    return client
  }

  /** A subscriber whose messages are kept as they come. */
  async subscriber(topic: string, qos: 0 | 1 | 2 = 1, options: IClientOptions = {}): Promise<Subscription> {
    const client = await this.client(options)
    const received: Received[] = []
    client.on('message', (name, payload, { qos: at, retain, dup }: IPublishPacket) => {
      received.push({ topic: name, payload, text: payload.toString(), qos: at, retain, dup })
    })
    await client.subscribeAsync(topic, { qos })
    return { client, received, texts: () => received.map(({ text }) => text) }
  }

  async rows(resource = 'pg'): Promise<number> {
    const { rows, count } = await this.engine.resource(resource).store.inspect(10)
    return Math.max(rows.length, count ?? 0)
  }

  /** Empties the store and forgets the journal, between tests that share an engine. */
  async clear(): Promise<void> {
    for (const client of [...this.clients]) await client.endAsync(true)
    const { store } = this.engine.resource('pg')
    for (;;) {
      const { rows } = await store.inspect(500)
      if (rows.length === 0) break
      await store.remove(rows.map(({ key, messageId }) => ({ id: messageId ?? '', topic: '', key: Number(key) })))
    }
    this.journal.clear()
    this.log.clear()
  }

  async stop(): Promise<void> {
    for (const client of [...this.clients]) await client.endAsync(true)
    await this.engine.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

interface Received {
  readonly topic: string
  readonly payload: Buffer
  readonly text: string
  readonly qos: number
  readonly retain: boolean
  readonly dup: boolean
}

export interface Subscription {
  readonly client: MqttClient
  readonly received: readonly Received[]
  readonly texts: () => string[]
}

function chapterRule(id = 'offline', resource = 'pg'): Record<string, unknown> {
  return { id, rawsql: chapterSql, actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: resource } }] }
}

/** Waits until it holds; the error says what it was last. */
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  within = 30_000
): Promise<Value> {
  const end = Date.now() + within
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > end)
      throw new Error(`did not happen within ${within} ms; last: ${JSON.stringify(value).slice(0, 500)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export async function quiet(milliseconds = 150): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
