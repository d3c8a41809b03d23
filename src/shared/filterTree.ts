interface Level<T> {
  readonly children: Map<string, Level<T>>
  /** Items whose filter ends here. */
  readonly items: Set<T>
}

function newLevel<T>(): Level<T> {
  return { children: new Map(), items: new Set() }
}

/** Items by their topic filters: what a topic matches costs the levels of the topic, not the number of items. */
export class FilterTree<T> {
  private readonly root: Level<T> = newLevel<T>()

  add(filter: string, item: T): void {
    let level = this.root
    for (const word of filter.split('/')) {
      const next: Level<T> = level.children.get(word) ?? newLevel()
      level.children.set(word, next)
      level = next
    }
    level.items.add(item)
  }

  /** Removes an item and the branches that then lead nowhere. */
  remove(filter: string, item: T): void {
    const words = filter.split('/')
    const path = [this.root]
    for (const word of words) {
      const child = path.at(-1)?.children.get(word)
      if (child === undefined) return
      path.push(child)
    }
    path.at(-1)?.items.delete(item)
    for (let depth = words.length; depth > 0; depth -= 1) {
      const level = path[depth]
      if (level === undefined || level.items.size > 0 || level.children.size > 0) return
      path[depth - 1]?.children.delete(words[depth - 1] ?? '')
    }
  }

  /** A leading wildcard does not match `$…` topics [MQTT-4.7.2-1]; `#` matches the level above too. */
  matching(topic: string): Set<T> {
    const found = new Set<T>()
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

function gather<T>(found: Set<T>, level: Level<T> | undefined): void {
  for (const item of level?.items ?? []) found.add(item)
}
