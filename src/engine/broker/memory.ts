import type { Message } from '../message.js'

/** What holds memory for one client, and can let go of it. */
export interface Holder {
  readonly bytes: number
  /** Frees what it holds, whatever that costs its client. */
  letGo(): void
}

/** What a message costs beside its payload, roughly. */
const overhead = 300

export function sizeOf(message: { readonly topic: string; readonly payload: Buffer }): number {
  return message.payload.length + message.topic.length + overhead
}

/**
 * What is held for clients, all together: begun packets, queues, retained messages. Over the limit the largest holder
 * lets go. A message in many queues counts once.
 */
export class Memory {
  private held = 0
  private readonly holders = new Set<Holder>()

  constructor(private readonly limit: () => number) {}

  get bytes(): number {
    return this.held
  }

  add(holder: Holder): void {
    this.holders.add(holder)
  }

  remove(holder: Holder): void {
    this.holders.delete(holder)
  }

  take(bytes: number): void {
    this.held += bytes
    while (this.held > this.limit() && this.relieve());
  }

  give(bytes: number): void {
    this.held -= bytes
  }

  hold(message: Message): void {
    message.holders += 1
    this.take(message.holders === 1 ? sizeOf(message) : overhead)
  }

  release(message: Message): void {
    message.holders -= 1
    this.give(message.holders === 0 ? sizeOf(message) : overhead)
  }

  /** Whether something fits without anybody having to let go. */
  hasRoomFor(bytes: number): boolean {
    return this.held + bytes <= this.limit()
  }

  private relieve(): boolean {
    let largest: Holder | undefined
    for (const holder of this.holders) if (holder.bytes > (largest?.bytes ?? 0)) largest = holder
    largest?.letGo()
    return largest !== undefined
  }
}
