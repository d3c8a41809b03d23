import type { EventName } from './types.js'
import { eventOfSource } from '../../rulesql/events.js'

interface Level<T> {
  readonly children: Map<string, Level<T>>
  /** Items whose filter ends here. */
  readonly items: Set<Entry<T>>
}

interface Entry<T> {
  readonly item: T
  readonly order: number
}

function newLevel<T>(): Level<T> {
  return { children: new Map(), items: new Set() }
}

/**
 * Which items listen to an event: one trie over the FROM entries of all of them, so that an event costs the levels of
 * its topic, not the number of rules.
 */
export class RuleTable<T> {
  private readonly root: Level<T> = newLevel<T>()
  private readonly byEvent = new Map<EventName, Set<Entry<T>>>()
  private readonly entries = new Map<T, { readonly entry: Entry<T>; readonly sources: readonly string[] }>()
  private added = 0

  /** Listens with an item to FROM entries as written: topic filters and `$events/…`. */
  add(sources: readonly string[], item: T): void {
    this.remove(item)
    const entry: Entry<T> = { item, order: this.added }
    this.added += 1
    this.entries.set(item, { entry, sources: [...sources] })
    for (const source of sources) this.place(source).add(entry)
  }

  remove(item: T): void {
    const known = this.entries.get(item)
    if (known === undefined) return
    this.entries.delete(item)
    for (const source of known.sources) this.take(source, known.entry)
  }

  /**
   * The items that listen, each once, in the order in which they were added. Publishes are looked up by topic; the
   * other events by their name, and `topic` is not looked at.
   */
  matching(name: EventName, topic: string | undefined): readonly T[] {
    const found = name === 'message.publish' ? this.ofTopic(topic ?? '') : this.byEvent.get(name)
    if (found === undefined || found.size === 0) return []
    return [...found].sort((a, b) => a.order - b.order).map(({ item }) => item)
  }

  private place(source: string): Set<Entry<T>> {
    const event = eventOfSource(source)
    if (event !== 'message.publish') {
      const listeners = this.byEvent.get(event) ?? new Set()
      this.byEvent.set(event, listeners)
      return listeners
    }
    let level = this.root
    for (const word of source.split('/')) {
      const next: Level<T> = level.children.get(word) ?? newLevel()
      level.children.set(word, next)
      level = next
    }
    return level.items
  }

  private take(source: string, entry: Entry<T>): void {
    const event = eventOfSource(source)
    if (event === 'message.publish') prune(this.root, source.split('/'), entry)
    else this.byEvent.get(event)?.delete(entry)
  }

  /** A leading wildcard does not match `$…` topics [MQTT-4.7.2-1]; `#` matches the level above too. */
  private ofTopic(topic: string): Set<Entry<T>> {
    const found = new Set<Entry<T>>()
    let reached = [this.root]
    let wildcards = !topic.startsWith('$')
    for (const word of topic.split('/')) {
      const next: Level<T>[] = []
      for (const { children } of reached) {
        if (wildcards) gather(found, children.get('#'))
        for (const name of wildcards && word !== '+' ? [word, '+'] : [word]) {
          const child = children.get(name)
          if (child !== undefined) next.push(child)
        }
      }
      reached = next
      wildcards = true
      if (reached.length === 0) return found
    }
    for (const level of reached) {
      gather(found, level)
      gather(found, level.children.get('#'))
    }
    return found
  }
}

function gather<T>(found: Set<Entry<T>>, level: Level<T> | undefined): void {
  for (const entry of level?.items ?? []) found.add(entry)
}

/** Removes an entry and the branches that then lead nowhere. */
function prune<T>(root: Level<T>, words: readonly string[], entry: Entry<T>): void {
  const path = [root]
  for (const word of words) {
    const child = path.at(-1)?.children.get(word)
    if (child === undefined) return
    path.push(child)
  }
  path.at(-1)?.items.delete(entry)
  for (let depth = words.length; depth > 0; depth -= 1) {
    const level = path[depth]
    if (level === undefined || level.items.size > 0 || level.children.size > 0) return
    path[depth - 1]?.children.delete(words[depth - 1] ?? '')
  }
}
