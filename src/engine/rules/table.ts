import { eventOfSource } from '../../rulesql/events.js'
import { FilterTree } from '../../shared/filterTree.js'
import { TopicCache } from '../../shared/topicCache.js'
import type { EventName } from './types.js'

interface Entry<T> {
  readonly item: T
  readonly order: number
}

/**
 * Which items listen to an event: one tree over the FROM entries of all of them, so that an event costs the levels of
 * its topic, not the number of rules; and an event of a topic that was looked up before costs one look.
 */
export class RuleTable<T> {
  private readonly byTopic = new FilterTree<Entry<T>>()
  private readonly byEvent = new Map<EventName, readonly Entry<T>[]>()
  private readonly entries = new Map<T, { readonly entry: Entry<T>; readonly sources: readonly string[] }>()
  private readonly known = new TopicCache((topic) => inOrder([...this.byTopic.matching(topic)]))
  private readonly listeners = new Map<EventName, readonly T[]>()
  private added = 0

  /** Listens with an item to FROM entries as written: topic filters and `$events/…`. */
  add(sources: readonly string[], item: T): void {
    this.remove(item)
    const entry: Entry<T> = { item, order: this.added }
    this.added += 1
    this.entries.set(item, { entry, sources: [...sources] })
    for (const source of sources) {
      const event = eventOfSource(source)
      if (event === 'message.publish') this.byTopic.add(source, entry)
      else this.setListeners(event, [...this.without(event, entry), entry])
    }
    this.known.clear()
  }

  remove(item: T): void {
    const known = this.entries.get(item)
    if (known === undefined) return
    this.entries.delete(item)
    for (const source of known.sources) {
      const event = eventOfSource(source)
      if (event === 'message.publish') this.byTopic.remove(source, known.entry)
      else this.setListeners(event, this.without(event, known.entry))
    }
    this.known.clear()
  }

  /** The items that listen to publishes to a topic, each once, in the order in which they were added. */
  ofTopic(topic: string): readonly T[] {
    return this.known.get(topic)
  }

  /** The items that listen to an event other than a publish, likewise. */
  ofEvent(name: EventName): readonly T[] {
    return this.listeners.get(name) ?? none
  }

  private without(event: EventName, entry: Entry<T>): readonly Entry<T>[] {
    return (this.byEvent.get(event) ?? []).filter((each) => each !== entry)
  }

  private setListeners(event: EventName, entries: readonly Entry<T>[]): void {
    this.byEvent.set(event, entries)
    this.listeners.set(event, inOrder(entries))
  }
}

const none: readonly never[] = []

function inOrder<T>(entries: readonly Entry<T>[]): readonly T[] {
  if (entries.length === 0) return none
  return entries.toSorted((a, b) => a.order - b.order).map(({ item }) => item)
}
