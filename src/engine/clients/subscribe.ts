import type { MqttClient } from 'mqtt'
import type { Subscription } from '../../shared/workspace.js'

/** SUBACK's codes from 128 on are refusals; MQTT 5 has one for each reason [MQTT5 3.9.3]. */
export function refused(granted: number | undefined): boolean {
  return granted !== undefined && granted >= 128
}

/** Subscribes in one packet; resolves to what was granted of each filter, refusals too. */
export function subscribe(
  client: MqttClient,
  subscriptions: readonly Subscription[]
): Promise<ReadonlyMap<string, number>> {
  const filters = Object.fromEntries(subscriptions.map(({ topic, qos }) => [topic, { qos }]))
  return new Promise((resolve, reject) => {
    // MQTT.js calls it an error when a single filter was refused; what was granted stands in the packet then.
    client.subscribe(filters, (error, _grants, packet) => {
      const granted = packet?.granted
      if (granted === undefined) {
        reject(error ?? new Error('the connection was closed before the subscription was acknowledged'))
        return
      }
      resolve(new Map(Object.keys(filters).map((topic, index) => [topic, Number(granted[index])])))
    })
  })
}
