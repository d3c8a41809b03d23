import { setImmediate as turn } from 'node:timers/promises'
import type { AedesPublishPacket } from 'aedes'
import type { Limits } from '../../shared/limits.js'
import { hasWildcard, topicMatches } from '../../shared/topics.js'
import { type Memory, sizeOf } from './memory.js'

/** How many topics are compared before others get their turn. */
const atATime = 1000

/** The last retained message of each topic, in memory and bounded. */
export class Retained {
  private readonly packets = new Map<string, AedesPublishPacket & { readonly payload: Buffer }>()

  constructor(
    private readonly limits: () => Limits,
    private readonly memory: Memory,
    private readonly onFull: (topic: string) => void
  ) {}

  /** An empty payload removes what is there [MQTT-3.3.1-10]. What has no room goes to live subscribers only. */
  store(packet: AedesPublishPacket): void {
    const known = this.packets.get(packet.topic)
    if (known !== undefined) {
      this.packets.delete(packet.topic)
      this.memory.give(sizeOf(known))
    }
    if (packet.payload.length === 0) return
    // Of a client always a buffer, and the very one: it carries its message.
    const kept = { ...packet, payload: packet.payload as Buffer }
    if (this.packets.size >= this.limits().retained || !this.memory.hasRoomFor(sizeOf(kept))) {
      return this.onFull(packet.topic)
    }
    this.packets.set(packet.topic, kept)
    this.memory.take(sizeOf(kept))
  }

  async *matching(filters: readonly string[]): AsyncGenerator<AedesPublishPacket> {
    let compared = 0
    for (const filter of filters) {
      if (!hasWildcard(filter)) {
        const packet = this.packets.get(filter)
        if (packet !== undefined) yield packet
        continue
      }
      for (const [topic, packet] of this.packets) {
        if (topicMatches(filter, topic)) yield packet
        compared += 1
        if (compared % atATime === 0) await turn()
      }
    }
  }
}
