import mqtt, { type MqttClient } from 'mqtt'
import { AppError } from '../../shared/errors.js'

export interface Publication {
  readonly clientId: string
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
}

/** How long, ms, a connection may take, and how much longer than the broker's own limit an acknowledgement. */
const connectTimeout = 5_000
const acknowledgementSlack = 5_000

/** The publisher pane's real MQTT clients, one per client id, connected when first used. */
export class Publishers {
  private readonly clients = new Map<string, MqttClient>()

  constructor(
    private readonly url: () => string,
    private readonly saveTimeout: number
  ) {}

  /** Publishes and waits for the acknowledgement; resolves to how long that took, ms. */
  async publish({ clientId, topic, payload, qos, retain }: Publication): Promise<number> {
    checkTopicName(topic)
    const client = await this.clientFor(clientId)
    const began = performance.now()
    await withTimeout(
      client.publishAsync(topic, Buffer.from(payload), { qos, retain }),
      client,
      this.saveTimeout + acknowledgementSlack
    )
    return performance.now() - began
  }

  async close(): Promise<void> {
    const clients = [...this.clients.values()]
    this.clients.clear()
    await Promise.all(clients.map((client) => client.endAsync(true)))
  }

  private async clientFor(clientId: string): Promise<MqttClient> {
    const known = this.clients.get(clientId)
    if (known?.connected === true) return known
    if (known !== undefined) {
      this.clients.delete(clientId)
      await known.endAsync(true)
    }
    const url = this.url()
    try {
      // No reconnecting by itself: a publisher that lost its connection says so, and the person publishes again.
      const client = await mqtt.connectAsync(url, { clientId, clean: true, reconnectPeriod: 0, connectTimeout }, false)
      client.on('error', () => undefined)
      this.clients.set(clientId, client)
      return client
    } catch (cause) {
      throw new AppError('client_connect_failed', { clientid: clientId, url }, { cause })
    }
  }
}

/** A topic name has no wildcards, no NUL and at most 65,535 bytes [MQTT-3.3.2-2, MQTT-4.7.3]. */
function checkTopicName(topic: string): void {
  const wrong = topic === '' || /[+#\0]/.test(topic) || Buffer.byteLength(topic) > 65_535
  if (wrong) throw new AppError('publish_failed', { topic: topic.slice(0, 200) }, { cause: 'not a topic name' })
}

function withTimeout(acknowledged: Promise<unknown>, client: MqttClient, most: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      end()
      reject(new AppError('publish_failed', { topic: '' }, { cause }))
    }
    const closed = () => fail('the connection was closed before the acknowledgement')
    const timer = setTimeout(() => fail(`no acknowledgement within ${most / 1000} s`), most)
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
