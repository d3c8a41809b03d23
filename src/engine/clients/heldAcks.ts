import type { MqttClient } from 'mqtt'

/**
 * The acknowledgements that a subscriber holds back. MQTT.js reads nothing on a connection while one is held, so that
 * one is held at most, and all later packets of that connection wait with it: messages, and PINGRESP too.
 */
export class HeldAcks {
  private readonly held: (() => void)[] = []
  private timer: NodeJS.Timeout | undefined

  get count(): number {
    return this.held.length
  }

  /** Keeps one back; `release` sends it. */
  hold(client: MqttClient, release: () => void): void {
    this.held.push(release)
    const { keepalive } = client.options
    if (keepalive === undefined || keepalive === 0) return
    this.timer ??= setInterval(
      () => {
        if (!client.connected) return
        // For the broker, which closes after one and a half times the keepalive [MQTT-3.1.2-24] …
        client.sendPing()
        // … and for MQTT.js, which would miss the answer that it cannot read.
        client.reschedulePing(true)
      },
      (keepalive * 1000) / 2
    )
  }

  releaseAll(): void {
    for (const release of this.takeAll()) release()
  }

  /** The connection is gone: the broker sends these messages again, and they are acknowledged then. */
  forget(): void {
    this.takeAll()
  }

  private takeAll(): (() => void)[] {
    clearInterval(this.timer)
    this.timer = undefined
    return this.held.splice(0)
  }
}
