/** How many topics are remembered, and how long such a topic may be. */
const mostTopics = 2000
const longestTopic = 200

/** Remembers what was found for a topic, until something changes. */
export class TopicCache<Found> {
  private readonly known = new Map<string, Found>()

  constructor(private readonly find: (topic: string) => Found) {}

  get(topic: string): Found {
    const known = this.known.get(topic)
    if (known !== undefined) return known
    const found = this.find(topic)
    if (this.known.size >= mostTopics) this.known.clear()
    if (topic.length <= longestTopic) this.known.set(topic, found)
    return found
  }

  /** To be called when something else may be found. */
  clear(): void {
    this.known.clear()
  }
}
