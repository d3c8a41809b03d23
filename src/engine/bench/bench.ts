import type { BenchState, Fault } from '../../shared/bench.js'
import type { Connection } from '../broker/connection.js'
import { Link } from '../broker/link.js'
import type { Message } from '../message.js'
import type { Store } from '../stores/store.js'
import { BenchStore } from './benchStore.js'
import { Steps } from './steps.js'

/** Where a person slows the cycle down and breaks its stores and connections, to see what it makes of it. */
export class Bench {
  readonly steps: Steps
  readonly link: Link
  private readonly stores = new Map<string, BenchStore>()

  constructor(private readonly onChange: () => void) {
    this.steps = new Steps(onChange)
    this.link = new Link(onChange)
  }

  get state(): BenchState {
    const faults = [...this.stores].flatMap(([id, { fault }]) => (fault === undefined ? [] : [[id, fault] as const]))
    return {
      stepping: this.steps.on,
      waiting: [...this.steps.waiting],
      faults: Object.fromEntries(faults),
      broker: this.link.state
    }
  }

  /** The store of a resource, which keeps the fault that one before it had. */
  wrap(id: string, real: Store): Store {
    const store = new BenchStore(id, real, this.steps)
    store.setFault(this.stores.get(id)?.fault)
    this.stores.set(id, store)
    return store
  }

  /** Undefined mends it. */
  setFault(id: string, fault: Fault | undefined): void {
    this.stores.get(id)?.setFault(fault)
    this.onChange()
  }

  forget(id: string): void {
    this.stores.delete(id)
    this.onChange()
  }

  /** Mends everything and lets everything go. */
  end(): void {
    for (const store of this.stores.values()) store.setFault(undefined)
    this.link.setFault(undefined)
    this.steps.switch(false)
  }

  /** Before a stored message is sent. What comes live is sent with the save that it waits for. */
  beforeDelivery({ clientId, client }: Connection, { id, topic }: Message): Promise<void> | undefined {
    if (!this.steps.on) return undefined
    const gone = new AbortController()
    const abort = (): void => gone.abort()
    client.conn.once('close', abort)
    if (client.conn.destroyed) abort()
    const about = { step: 'deliver', at: clientId, topic, messageId: id, count: 1 } as const
    return this.steps.wait(about, gone.signal)?.finally(() => client.conn.off('close', abort))
  }
}
