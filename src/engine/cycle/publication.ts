import { AppError } from '../../shared/errors.js'
import type { Step } from '../../shared/life.js'
import type { Connection } from '../broker/connection.js'
import type { Message } from '../message.js'
import type { RuleEvent } from '../rules/types.js'
import type { SaveOptions } from '../stores/store.js'
import type { Journal } from './journal.js'
import type { LiveResource, Save } from './liveResource.js'
import type { EventRecord } from './witness.js'

/** One PUBLISH that waits until every store that a rule named has settled it, and whatever else a rule does with it. */
export class Publication {
  readonly kind = 'published'
  readonly beganAt = performance.now()
  /** A last will: nobody is left who would send it again, so it waits for its stores however long that takes. */
  readonly isWill: boolean
  private readonly targets: Target[] = []
  /** What it waits for; the first is its evaluation. */
  private open = 1
  private ended = false

  constructor(
    readonly message: Message,
    readonly event: RuleEvent,
    readonly record: EventRecord | undefined,
    /** Who published it; undefined for what a rule published. */
    readonly connection: Connection | undefined,
    private readonly release: (error?: Error) => void,
    private readonly keeper: Keeper
  ) {
    this.isWill = connection?.open === false
  }

  /** Whether it was given up: nothing more is begun for it. */
  get isOver(): boolean {
    return this.ended
  }

  note(step: Omit<Step, 'at'>): void {
    this.keeper.journal?.step(this.message, step)
  }

  /**
   * Hands a message to a store. Two actions that save the same into the same resource save it once; both hear of the
   * outcome. A listener that does not wait is told at once, or soon, when the store is away.
   */
  save(resource: LiveResource, message: Message, options: Omit<SaveOptions, 'again'>, listener: SaveListener): void {
    if (resource.isDown && !listener.waits) return listener.settled(awayError(resource))
    const known = this.targets.find((target) => target.resource === resource && target.message === message)
    if (known !== undefined) {
      if (known.isSettled) listener.settled(known.error)
      else known.listeners = [...known.listeners, listener]
      return
    }
    const target = new Target(this, resource, message, options, listener)
    this.targets.push(target)
    this.open += 1
    if (resource.isDown) this.note({ step: 'save_waiting', by: resource.id })
    resource.save(target)
  }

  /** Calls back when the resource is no longer at this message: a delete before its save would delete nothing. */
  afterSave(resource: LiveResource, act: () => void): void {
    const target = this.targets.find((each) => each.resource === resource && !each.isDone)
    if (target === undefined) act()
    else target.after = [...target.after, act]
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

  /** Tells whoever does not wait for a store that is away. Returns whether a store has less to do then. */
  giveUpAway(): boolean {
    let isLess = false
    for (const target of this.targets) {
      const { resource, listeners } = target
      if (target.isSettled || !resource.isDown) continue
      const impatient = listeners.filter(({ waits }) => !waits)
      target.listeners = listeners.filter(({ waits }) => waits)
      for (const listener of impatient) listener.settled(awayError(resource))
      if (impatient.length === 0 || target.listeners.length > 0) continue
      this.settle(target, awayError(resource))
      isLess = true
    }
    return isLess
  }

  /** The publisher keeps the message. Its stores forget what they have not begun with when they are told to. */
  abandon(error: AppError): void {
    if (this.ended) return
    this.note({ step: 'save_failed', reason: error.code, data: { ...error.data } })
    this.end(error)
    for (const target of this.targets) if (!target.isSettled) this.settle(target, error)
  }

  settle(target: Target, error: AppError | undefined): void {
    target.isSettled = true
    target.error = error
    for (const listener of target.listeners) listener.settled(error)
    this.closeOne()
  }

  /** A store has stored it, refused it, or will not do either. */
  storeDone(): void {
    if (this.ended && this.isDone) this.keeper.done(this)
  }

  private get isDone(): boolean {
    return this.targets.every((target) => target.isDone)
  }

  private closeOne(): void {
    this.open -= 1
    if (this.open === 0) this.end()
  }

  private end(error?: Error): void {
    if (this.ended) return
    this.ended = true
    this.keeper.ended(this, error)
    this.release(error)
    if (this.isDone) this.keeper.done(this)
  }
}

/** Keeps the publications that a store is still at. */
export interface Keeper {
  readonly journal: Journal | undefined
  /** The publisher waits no longer: acknowledged, or (with an error) to lose its connection without that. */
  ended(publication: Publication, error: Error | undefined): void
  /** And no store is at it any more. */
  done(publication: Publication): void
}

export interface SaveListener {
  /** Whether it waits for a store that is away to come back. */
  readonly waits: boolean
  settled(error?: AppError): void
}

const nothing: readonly never[] = []

/** A publication's way into one store. */
class Target implements Save {
  readonly since = performance.now()
  listeners: readonly SaveListener[]
  /** Who waited for the outcome knows it, or waits no longer. */
  isSettled = false
  error: AppError | undefined
  /** The store is no longer at it. */
  isDone = false
  after: readonly (() => void)[] = nothing

  constructor(
    private readonly publication: Publication,
    readonly resource: LiveResource,
    readonly message: Message,
    readonly options: Omit<SaveOptions, 'again'>,
    listener: SaveListener
  ) {
    this.listeners = [listener]
  }

  get source(): Connection | undefined {
    return this.publication.connection
  }

  get wanted(): boolean {
    return !this.isSettled
  }

  settled(error?: AppError): void {
    const { publication, resource, message } = this
    if (error === undefined) {
      // An action may have saved another message in its place.
      if (message !== publication.message) publication.message.addCopy(resource.id, message.copyIn(resource.id)?.key)
      publication.note({ step: 'saved', by: resource.id })
    }
    this.done()
    if (!this.isSettled) publication.settle(this, error)
    publication.storeDone()
  }

  dropped(): void {
    this.done()
    // No store has it, so the publisher has to keep it.
    if (!this.isSettled) this.publication.abandon(new AppError('store_closed', { server: this.resource.id }))
    this.publication.storeDone()
  }

  private done(): void {
    this.isDone = true
    for (const act of this.after) act()
  }
}

function awayError(resource: LiveResource): AppError {
  const { error } = resource.status
  return error === undefined ? new AppError('store_timeout') : AppError.fromInfo(error)
}
