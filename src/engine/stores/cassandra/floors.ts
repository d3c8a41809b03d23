/** So many topics are remembered; of others, the next fetch finds out anew. */
const mostTopics = 10_000

interface Floor {
  /** Nothing below it was alive when it was found; undefined while that is not known. */
  id: string | undefined
  /** Counts what was stored below since. */
  lowered: number
  /** When rows below were last searched for, and how long that took, ms. */
  searchedAt: number
  searchTook: number
}

/**
 * From which message id on a topic may have live messages. Deleted rows leave traces that Cassandra has to read past for
 * ten days (`gc_grace_seconds`), and it gives up at 100,000 of them: a fetch that begins where the living are meets none.
 */
export class Floors {
  private readonly floors = new Map<string, Floor>()

  of(topic: string): Floor {
    let floor = this.floors.get(topic)
    if (floor === undefined) floor = { id: undefined, lowered: 0, searchedAt: 0, searchTook: 0 }
    // The one used longest ago comes first and is forgotten first.
    else this.floors.delete(topic)
    this.floors.set(topic, floor)
    if (this.floors.size > mostTopics) this.forgetOldest()
    return floor
  }

  /** A message was stored, or found, that may lie below. */
  lower(topic: string, id: string): void {
    const floor = this.floors.get(topic)
    if (floor === undefined || (floor.id !== undefined && floor.id <= id)) return
    floor.lowered += 1
    if (floor.id !== undefined) floor.id = id
  }

  /** All below `id` was found dead by a read that began when `lowered` was so many. */
  raise(floor: Floor, id: string, lowered: number): void {
    if (floor.lowered === lowered && (floor.id === undefined || floor.id < id)) floor.id = id
  }

  private forgetOldest(): void {
    const [oldest] = this.floors.keys()
    if (oldest !== undefined) this.floors.delete(oldest)
  }
}
