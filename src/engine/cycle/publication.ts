import { AppError } from '../../shared/errors.js'
import type { Step } from '../../shared/life.js'
import type { Message } from '../message.js'
import type { RuleEvent } from '../rules/types.js'
import type { SaveOptions } from '../stores/store.js'
import type { Journal } from './journal.js'
import type { LiveResource } from './liveResource.js'
import type { EventRecord } from './witness.js'

/** One PUBLISH that waits until every store that a rule named has settled it, and whatever else a rule does with it. */
export class Publication {
  readonly kind = 'published'
  readonly beganAt = performance.now()
  onEnd: ((error?: Error) => void) | undefined
  private readonly targets: Target[] = []
  /** What it waits for; the first is its evaluation. */
  private open = 1
  private ended = false

  constructor(
    readonly message: Message,
    readonly event: RuleEvent,
    readonly record: EventRecord | undefined,
    private readonly release: (error?: Error) => void,
    private readonly journal: Journal | undefined
  ) {}

  /** Whether it was given up: nothing more is begun for it. */
  get isOver(): boolean {
    return this.ended
  }

  note(step: Omit<Step, 'at'>): void {
    this.journal?.step(this.message, step)
  }

  /**
   * Hands a message to a store. Two actions that save the same into the same resource save it once; both hear of the
   * outcome. A listener that does not wait is told at once, or soon, when the store is away.
   */
  save(resource: LiveResource, message: Message, options: Omit<SaveOptions, 'again'>, listener: SaveListener): void {
    const { status } = resource
    if (status.state === 'down' && !listener.waits) return listener.settled(awayError(resource))
    const known = this.targets.find((target) => target.resource === resource && target.message === message)
    if (known !== undefined) {
      if (known.isSettled) listener.settled(known.error)
      else known.listeners.push(listener)
      return
    }
    const target: Target = { resource, message, listeners: [listener], isSettled: false, error: undefined }
    this.targets.push(target)
    this.open += 1
    if (status.state === 'down') this.note({ step: 'save_waiting', by: resource.id })
    resource.save({ message, options, settled: (error) => this.saved(target, error) })
  }

  /** Keeps the acknowledgement waiting until the function returned is called. */
  hold(): () => void {
    this.open += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.closeOne()
    }
  }

  /** The rules have been evaluated; false when there is nothing to wait for. */
  begin(): boolean {
    this.open -= 1
    if (this.open > 0) return true
    this.ended = true
    return false
  }

  /** Tells whoever does not wait for a store that is away. */
  giveUpAway(): void {
    for (const target of this.targets) {
      const { resource, message, listeners } = target
      if (target.isSettled || resource.status.state !== 'down') continue
      const impatient = listeners.filter(({ waits }) => !waits)
      target.listeners = listeners.filter(({ waits }) => waits)
      for (const { settled } of impatient) settled(awayError(resource))
      if (impatient.length === 0 || target.listeners.length > 0) continue
      resource.withdraw((waiting) => waiting === message)
      this.settle(target, awayError(resource))
    }
  }

  /** The publisher keeps the message; what has not been sent to a store yet is taken back. */
  abandon(error: AppError): void {
    this.note({ step: 'save_failed', reason: error.code })
    this.end(error)
    for (const target of this.targets) {
      if (target.isSettled) continue
      target.resource.withdraw((waiting) => waiting === target.message)
      this.settle(target, error)
    }
  }

  private saved(target: Target, error: AppError | undefined): void {
    const { resource, message } = target
    if (error === undefined) {
      this.message.addCopy(resource.id, message.copyIn(resource.id)?.key)
      this.note({ step: 'saved', by: resource.id })
    }
    if (!target.isSettled) this.settle(target, error)
  }

  private settle(target: Target, error: AppError | undefined): void {
    target.isSettled = true
    target.error = error
    for (const { settled } of target.listeners) settled(error)
    this.closeOne()
  }

  private closeOne(): void {
    this.open -= 1
    if (this.open === 0) this.end()
  }

  private end(error?: Error): void {
    if (this.ended) return
    this.ended = true
    this.onEnd?.(error)
    this.release(error)
  }
}

export interface SaveListener {
  /** Whether it waits for a store that is away to come back. */
  readonly waits: boolean
  readonly settled: (error?: AppError) => void
}

interface Target {
  readonly resource: LiveResource
  readonly message: Message
  listeners: SaveListener[]
  isSettled: boolean
  error: AppError | undefined
}

function awayError(resource: LiveResource): AppError {
  const { error } = resource.status
  return error === undefined ? new AppError('store_timeout') : AppError.fromInfo(error)
}
