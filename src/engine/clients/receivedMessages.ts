import type { IPublishPacket } from 'mqtt'
import type { ReceivedMessage } from '../../shared/contract.js'

/** Most messages and bytes of payload that are kept of one subscriber, and of one payload. */
const mostMessages = 500
const mostBytes = 4 * 1024 ** 2
const mostPayload = 64 * 1024

/** What a subscriber received, newest last; the oldest go when there are too many. */
export class ReceivedMessages {
  private readonly kept: ReceivedMessage[] = []
  private bytes = 0
  private sequence = 0
  /** What the last clear took, until it is put back or another one takes more. */
  private cleared:
    { readonly messages: readonly ReceivedMessage[]; readonly bytes: number; readonly sequence: number } | undefined

  /** How many there were since the list was cleared. */
  get count(): number {
    return this.sequence
  }

  get all(): readonly ReceivedMessage[] {
    return this.kept
  }

  /** Those that a view may hold. */
  recent(): ReceivedMessage[] {
    return this.kept.slice(-mostMessages)
  }

  add({ topic, payload, qos, retain, dup }: IPublishPacket): ReceivedMessage {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    this.sequence += 1
    const message: ReceivedMessage = {
      sequence: this.sequence,
      topic,
      // A copy: the packet's bytes are a piece of what the socket read.
      payload: new Uint8Array(bytes.subarray(0, mostPayload)),
      size: bytes.length,
      qos,
      retain,
      dup,
      at: Date.now(),
      acked: false
    }
    this.kept.push(message)
    this.bytes += message.payload.length
    if (this.kept.length > mostMessages * 2 || this.bytes > mostBytes * 2) this.cut()
    return message
  }

  clear(): void {
    this.cleared = { messages: this.kept.splice(0), bytes: this.bytes, sequence: this.sequence }
    this.bytes = 0
    this.sequence = 0
  }

  /** Takes the last clear back: what it took stands before what came since. */
  putBack(): void {
    const { cleared } = this
    if (cleared === undefined) return
    this.cleared = undefined
    for (const message of this.kept) message.sequence += cleared.sequence
    this.kept.unshift(...cleared.messages)
    this.bytes += cleared.bytes
    this.sequence += cleared.sequence
    this.cut()
  }

  /** By half at once, so that it is seldom done. */
  private cut(): void {
    let first = 0
    while (this.kept.length - first > mostMessages || this.bytes > mostBytes) {
      this.bytes -= this.kept[first]?.payload.length ?? 0
      first += 1
    }
    this.kept.splice(0, first)
  }
}
