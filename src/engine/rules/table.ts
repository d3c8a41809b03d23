import { eventOfSource } from '../../rulesql/events.js'
import { FilterTree } from '../../shared/filterTree.js'
import type { EventName } from './types.js'

interface Entry<T> {
  readonly item: T
  readonly order: number
}

/**
 * Which items listen to an event: one tree over the FROM entries of all of them, so that an event costs the levels of
 * its topic, not the number of rules.
 */
export class RuleTable<T> {
  private readonly byTopic = new FilterTree<Entry<T>>()
  private readonly byEvent = new Map<EventName, Set<Entry<T>>>()
  private readonly entries = new Map<T, { readonly entry: Entry<T>; readonly sources: readonly string[] }>()
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
      else this.listeners(event).add(entry)
    }
  }

  remove(item: T): void {
    const known = this.entries.get(item)
    if (known === undefined) return
    this.entries.delete(item)
    for (const source of known.sources) {
      const event = eventOfSource(source)
      if (event === 'message.publish') this.byTopic.remove(source, known.entry)
      else this.listeners(event).delete(known.entry)
    }
  }

  /**
   * The items that listen, each once, in the order in which they were added. Publishes are looked up by topic; the
   * other events by their name, and `topic` is not looked at.
   */
  matching(name: EventName, topic: string | undefined): readonly T[] {
    const found = name === 'message.publish' ? this.byTopic.matching(topic ?? '') : this.byEvent.get(name)
    if (found === undefined || found.size === 0) return []
    return [...found].sort((a, b) => a.order - b.order).map(({ item }) => item)
  }

  private listeners(event: EventName): Set<Entry<T>> {
    const known = this.byEvent.get(event)
    if (known !== undefined) return known
    const listeners = new Set<Entry<T>>()
    this.byEvent.set(event, listeners)
    return listeners
  }
}
