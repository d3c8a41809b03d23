import type { Publication } from './publication.js'

/** How many places of what has gone are kept at least, so that moving the others up pays. */
const mostGone = 1000

/**
 * The publications that a store is still at, in the order of their begin. The Map holds numbers only: one that holds
 * objects which come and go by the thousand keeps those of its outgrown tables from being freed, and the garbage
 * collector copies each of them twice.
 */
export class Publications {
  private readonly places = new Map<string, number>()
  /** The one of place `first`, and those after it. */
  private readonly items: (Publication | undefined)[] = []
  private first = 0

  add(publication: Publication): void {
    this.places.set(publication.message.id, this.first + this.items.length)
    this.items.push(publication)
  }

  find(messageId: string): Publication | undefined {
    const place = this.places.get(messageId)
    return place === undefined ? undefined : this.items[place - this.first]
  }

  delete({ message }: Publication): void {
    const place = this.places.get(message.id)
    if (place === undefined) return
    this.places.delete(message.id)
    this.items[place - this.first] = undefined
    if (this.items.length > 2 * this.places.size + mostGone) this.moveUp()
  }

  *[Symbol.iterator](): Generator<Publication> {
    for (const publication of this.items) if (publication !== undefined) yield publication
  }

  /** Within the array: another one would leave this one behind, with all that is in it. */
  private moveUp(): void {
    const { items, places } = this
    this.first += items.length
    let count = 0
    for (const publication of items) {
      if (publication === undefined) continue
      items[count] = publication
      places.set(publication.message.id, this.first + count)
      count += 1
    }
    items.length = count
  }
}
