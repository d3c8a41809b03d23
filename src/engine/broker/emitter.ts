import { FilterTree } from '../../shared/filterTree.js'
import { TopicCache } from '../../shared/topicCache.js'

interface Publish {
  readonly topic: string
}
type Listener = (packet: Publish, done: () => void) => void
type Done = (error?: Error | null) => void

/**
 * What aedes hands each message to, for those who subscribed. Its own emitter looks a topic up level by level for every
 * message, and waits for every listener; ours take what they are given and have done with it (deliveries.ts).
 */
export class Emitter {
  private readonly tree = new FilterTree<Listener>()
  private readonly listeners = new TopicCache((topic) => [...this.tree.matching(topic)])
  private closed = false

  on(filter: string, listener: Listener, done: Done = nothing): this {
    this.tree.add(filter, listener)
    this.listeners.clear()
    setImmediate(done)
    return this
  }

  removeListener(filter: string, listener: Listener, done: Done = nothing): this {
    this.tree.remove(filter, listener)
    this.listeners.clear()
    setImmediate(done)
    return this
  }

  emit(packet: Publish, done: Done): this {
    if (this.closed) done(new Error('the broker is closed'))
    else {
      for (const listener of this.listeners.get(packet.topic)) listener(packet, nothing)
      done()
    }
    return this
  }

  close(done: Done): this {
    this.closed = true
    setImmediate(done)
    return this
  }
}

function nothing(): void {
  // Nobody waits.
}
