import type { Message } from '../message.js'

interface PendingReceipt {
  readonly message: Message
  /** The same packet again, once or more: told when the first one has gone on, or why it could not. */
  readonly others: ((error?: Error) => void)[]
}

/**
 * QoS 2 PUBLISH packets that a client sent: the same packet id before its PUBREL is the same message [MQTT-4.3.3-2].
 * A persistent session's outlive the connection; a clean one's do not, for there the same id may be another message.
 */
export class Receipts {
  /** Those that wait for their save, by packet id. */
  readonly pending = new Map<number, PendingReceipt>()
  /** Packet ids of those that went on and whose PUBREL has not come. */
  readonly unreleased = new Set<number>()

  get size(): number {
    return this.pending.size + this.unreleased.size
  }

  has(packetId: number): boolean {
    return this.pending.has(packetId) || this.unreleased.has(packetId)
  }
}
