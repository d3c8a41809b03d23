import type { AppError } from '../../shared/errors.js'
import type { Step } from '../../shared/life.js'
import type { Message } from '../message.js'
import type { SaveOptions } from '../stores/store.js'
import type { Journal } from './journal.js'
import type { LiveResource } from './liveResource.js'

/** One PUBLISH that waits until every store that a rule named has settled it. */
export class Publication {
  readonly beganAt = performance.now()
  onEnd: ((error?: Error) => void) | undefined
  private readonly targets: Target[] = []
  private open = 0
  private ended = false

  constructor(
    readonly message: Message,
    private readonly release: (error?: Error) => void,
    private readonly journal: Journal | undefined
  ) {}

  note(step: Omit<Step, 'at'>): void {
    this.journal?.step(this.message, step)
  }

  /** Two rules that name the same resource save the message once; both hear of the outcome. */
  save(
    resource: LiveResource,
    message: Message,
    options: Omit<SaveOptions, 'again'>,
    settled: (error?: AppError) => void
  ): void {
    const known = this.targets.find((target) => target.resource === resource)
    if (known !== undefined) known.listeners.push(settled)
    else this.targets.push({ resource, message, options, listeners: [settled] })
  }

  /** Hands the message to the stores; false when there is nothing to wait for. */
  begin(): boolean {
    this.open = this.targets.length
    for (const target of this.targets) {
      const { resource, message, options, listeners } = target
      if (resource.status.state === 'down') this.note({ step: 'save_waiting', by: resource.id })
      const settled = (error?: AppError) => {
        if (error === undefined) {
          this.message.addCopy(resource.id, message.copyIn(resource.id)?.key)
          this.note({ step: 'saved', by: resource.id })
        }
        for (const listener of listeners) listener(error)
        this.open -= 1
        if (this.open === 0) this.end()
      }
      resource.save({ message, options, settled })
    }
    return this.open > 0
  }

  /** The publisher keeps the message; what has not been sent to a store yet is taken back. */
  abandon(error: AppError): void {
    for (const { resource, message } of this.targets) resource.withdraw((waiting) => waiting === message)
    this.note({ step: 'save_failed', reason: error.code })
    this.end(error)
  }

  private end(error?: Error): void {
    if (this.ended) return
    this.ended = true
    this.onEnd?.(error)
    this.release(error)
  }
}

interface Target {
  readonly resource: LiveResource
  readonly message: Message
  readonly options: Omit<SaveOptions, 'again'>
  readonly listeners: ((error?: AppError) => void)[]
}
