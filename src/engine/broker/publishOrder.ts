/**
 * Keeps the acknowledgements of one connection in the order of its PUBLISH packets [MQTT-4.6.0-2], though each may
 * have to wait for another store.
 */
export class PublishOrder {
  /** The packets that have not gone on, oldest first. */
  private readonly waiting: (Entry | undefined)[] = []
  private head = 0

  /** How many packets wait for a store. */
  get size(): number {
    return this.waiting.length - this.head
  }

  /**
   * The next packet; the function returned lets it go on, at once unless an earlier one still waits, with an error to
   * end the connection instead.
   */
  hold(proceed: Proceed): (error?: Error) => void {
    const entry: Entry = { proceed, settled: false, error: undefined }
    this.waiting.push(entry)
    return (error) => {
      if (entry.settled) return
      entry.settled = true
      entry.error = error
      this.advance()
    }
  }

  private advance(): void {
    for (;;) {
      const entry = this.waiting[this.head]
      if (entry?.settled !== true) break
      // What is kept beyond its time is copied by the garbage collector.
      this.waiting[this.head] = undefined
      this.head += 1
      if (this.head === this.waiting.length) {
        this.waiting.length = 0
        this.head = 0
      } else if (this.head >= 1024) {
        this.waiting.splice(0, this.head)
        this.head = 0
      }
      entry.proceed(entry.error)
    }
  }
}

type Proceed = (error?: Error) => void

interface Entry {
  readonly proceed: Proceed
  settled: boolean
  error: Error | undefined
}
