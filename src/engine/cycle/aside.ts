import { AppError } from '../../shared/errors.js'
import { type Backoff, waitBefore } from './backoff.js'
import { isOfRequest, mostRefusals } from './isOfRequest.js'

const backoff: Backoff = { first: 250, most: 4000 }

export interface LoneWork<Item> {
  readonly send: (batch: readonly Item[], again: boolean) => Promise<void>
  readonly wanted: (item: Item) => boolean
  /** Nobody wants the item any more. */
  readonly dropped: (item: Item) => void
  /** The store answered, and refused this item alone again and again. */
  readonly refused: (item: Item, error: AppError) => void
}

/** Items that alone are at fault: each is tried again by itself, ever less often, while the others go on. */
export class Aside<Item> {
  private readonly items = new Set<Item>()

  /** @param left Told of each item that is here no longer, whatever became of it. */
  constructor(
    private readonly work: LoneWork<Item>,
    private readonly left: (item: Item) => void
  ) {}

  get size(): number {
    return this.items.size
  }

  add(item: Item): void {
    this.items.add(item)
    void this.tryAgain(item)
  }

  close(): void {
    for (const item of this.items) this.leave(item, () => this.work.dropped(item))
  }

  private async tryAgain(item: Item): Promise<void> {
    for (let attempt = 1, refusals = 0; ; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, waitBefore(backoff, attempt, Math.random())))
      if (!this.items.has(item)) return
      if (!this.work.wanted(item)) {
        this.leave(item, () => this.work.dropped(item))
        return
      }
      try {
        await this.work.send([item], true)
        this.leave(item, () => undefined)
        return
      } catch (thrown) {
        const error = AppError.from(thrown)
        if (isOfRequest(error)) refusals += 1
        if (refusals < mostRefusals) continue
        this.leave(item, () => this.work.refused(item, error))
        return
      }
    }
  }

  private leave(item: Item, tell: () => void): void {
    if (!this.items.delete(item)) return
    tell()
    this.left(item)
  }
}
