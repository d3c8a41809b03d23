import type { MqttClient } from 'mqtt'
import { AppError } from '../../shared/errors.js'
import { accepted, openClient } from './opening.js'
import type { Targets } from './target.js'

export interface Publication {
  readonly clientId: string
  /** A connection's id; left out: our own broker. */
  readonly connection?: string | undefined
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
}

/** How much longer, ms, an acknowledgement may take than the broker's own limit. */
const acknowledgementSlack = 5_000
const mostClients = 20

/** The publisher pane's real MQTT clients, one per broker and client id, connected when first used. */
export class Publishers {
  /** The one that was used last comes last. */
  private readonly clients = new Map<string, MqttClient>()

  constructor(
    private readonly targets: Targets,
    private readonly saveTimeout: number,
    /** When a person last held something, on the clock of `performance.now()`. */
    private readonly heldUntil: () => number = () => -Infinity
  ) {}

  /**
   * Publishes and waits for the acknowledgement; resolves to how long that took, ms. Throws `publish_failed`, or why
   * there is no connection.
   */
  async publish({ clientId, connection, topic, payload, qos, retain }: Publication): Promise<number> {
    checkTopicName(topic)
    const client = await this.clientFor(clientId, connection)
    const began = performance.now()
    await withTimeout(
      client.publishAsync(topic, Buffer.from(payload), { qos, retain }),
      client,
      this.saveTimeout + acknowledgementSlack,
      this.heldUntil
    )
    return performance.now() - began
  }

  /** Closes the clients of a connection: the next publication finds it as it is now. */
  async forget(connection: string): Promise<void> {
    await this.end([...this.clients.keys()].filter((key) => key.startsWith(keyOf('', connection))))
  }

  async close(): Promise<void> {
    await this.end([...this.clients.keys()])
  }

  private async clientFor(clientId: string, connection: string | undefined): Promise<MqttClient> {
    const key = keyOf(clientId, connection)
    const known = this.clients.get(key)
    if (known?.connected === true) {
      this.clients.delete(key)
      this.clients.set(key, known)
      return known
    }
    await this.end([key])
    const target = this.targets(connection)
    // No reconnecting by itself: a publisher that lost its connection says so, and the person publishes again.
    const client = openClient(target, { clientId, clean: true, reconnectPeriod: 0 })
    try {
      await accepted(client, clientId, target.url)
    } catch (error) {
      await client.endAsync(true)
      throw error
    }
    this.clients.set(key, client)
    await this.end([...this.clients.keys()].slice(0, -mostClients))
    return client
  }

  private async end(keys: readonly string[]): Promise<void> {
    const clients = keys.flatMap((key) => this.clients.get(key) ?? [])
    for (const key of keys) this.clients.delete(key)
    await Promise.all(clients.map((client) => client.endAsync(true)))
  }
}

function keyOf(clientId: string, connection = ''): string {
  return `${connection}\n${clientId}`
}

/** A topic name has no wildcards, no NUL and at most 65,535 bytes [MQTT-3.3.2-2, MQTT-4.7.3]. */
function checkTopicName(topic: string): void {
  const wrong = topic === '' || /[+#\0]/.test(topic) || Buffer.byteLength(topic) > 65_535
  if (wrong) throw new AppError('publish_failed', { topic: topic.slice(0, 200) }, { cause: 'not a topic name' })
}

function withTimeout(
  acknowledged: Promise<unknown>,
  client: MqttClient,
  most: number,
  heldUntil: () => number
): Promise<void> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      end()
      reject(new AppError('publish_failed', { topic: '' }, { cause }))
    }
    const closed = () => fail('the connection was closed before the acknowledgement')
    const check = () => {
      const left = Math.max(began, heldUntil()) + most - performance.now()
      if (left > 0) timer = setTimeout(check, left)
      else fail(`no acknowledgement within ${most / 1000} s`)
    }
    let timer = setTimeout(check, most)
    const end = () => {
      clearTimeout(timer)
      client.off('close', closed)
    }
    client.once('close', closed)
    acknowledged.then(() => {
      end()
      resolve()
    }, fail)
  })
}
