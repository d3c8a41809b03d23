import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.js'
import type { Life, StepName } from '../../shared/life.js'
import type { ScenarioAct } from '../../shared/scenario.js'
import type { Publishers } from '../clients/publisher.js'
import type { LiveSubscriber } from '../clients/subscriber.js'
import type { Journal } from '../cycle/journal.js'
import type { LiveResource } from '../cycle/liveResource.js'

/** Who plays: in the window its own panes, in the terminal clients made for it. All are real MQTT clients. */
export interface Actors {
  readonly publishers: Publishers
  readonly publisherId: string
  readonly subscriber: LiveSubscriber
  readonly resource: LiveResource
  readonly journal: Journal
  /** Whether a missing table is made; otherwise the play stops and says that it is missing. */
  readonly mayInit: boolean
  readonly topic: string
  readonly signal: AbortSignal
}

/** How long, ms, something may take until it counts as not happened. */
const patience = 20_000

/** One run of a scenario: does its acts, and remembers the message that they are about. */
export class Stage {
  private readonly run = randomUUID().slice(0, 8)
  private payload = Buffer.alloc(0)
  private messageId = ''

  constructor(private readonly actors: Actors) {}

  /** Resolves to what was seen, for a person to read; rejects when it did not happen. */
  async act(act: ScenarioAct): Promise<string> {
    if ('ready' in act) return this.makeReady()
    if ('disconnect' in act) return this.disconnect()
    if ('connect' in act) return this.connect()
    if ('hold' in act) return this.hold(act.hold)
    if ('wait' in act) return this.wait(act.wait)
    if ('publish' in act) return this.publish(act.publish.payload, act.publish.qos)
    switch (act.expect) {
      case 'stored':
        return this.expectStored()
      case 'delivered':
        return this.expectDelivered()
      case 'acked':
        await this.untilStep('acked')
        return this.actors.subscriber.subscriber.clientId
      case 'deleted':
        await this.untilStep('deleted')
        return this.expectGone()
      case 'empty':
        return this.expectEmpty()
    }
  }

  private async makeReady(): Promise<string> {
    const { resource, mayInit } = this.actors
    // First: a server without the database refuses the test.
    const { state } = await resource.store.plan()
    if (state === 'missing' && !mayInit) throw new AppError('store_table_missing', { table: 'mqtt_msg' })
    if (state === 'missing') await resource.init()
    const server = await resource.store.test()
    resource.retryNow()
    return server
  }

  private async disconnect(): Promise<string> {
    const { subscriber } = this.actors
    await subscriber.disconnect()
    subscriber.holdAcks(false)
    return subscriber.subscriber.clientId
  }

  private async connect(): Promise<string> {
    const { subscriber } = this.actors
    await subscriber.connect()
    return `${subscriber.subscriber.topic} QoS ${subscriber.subscriber.qos}`
  }

  private hold(on: boolean): string {
    const { subscriber } = this.actors
    subscriber.holdAcks(on)
    return subscriber.subscriber.clientId
  }

  private async wait(milliseconds: number): Promise<string> {
    await pause(milliseconds, this.actors.signal)
    return `${milliseconds} ms`
  }

  private async publish(template: string, qos: 0 | 1 | 2): Promise<string> {
    const { publishers, publisherId, topic, journal } = this.actors
    this.payload = Buffer.from(template.replaceAll('{{run}}', this.run))
    const began = Date.now()
    await publishers.publish({ clientId: publisherId, topic, payload: this.payload, qos, retain: false })
    const life = journal
      .all()
      .findLast((each) => each.from === publisherId && each.topic === topic && each.at >= began - 1)
    if (life === undefined) throw failed('save', 'no such message')
    this.messageId = life.id
    return `${topic} QoS ${qos} ${this.payload.toString()}`
  }

  private async expectStored(): Promise<string> {
    const { journal, resource } = this.actors
    const life = journal.find(this.messageId)
    if (life?.steps.some(({ step, by }) => step === 'saved' && by === resource.id) !== true) throw notSaved(life)
    const row = await this.row()
    if (row === undefined) throw failed('save', 'no row in the store')
    return row
  }

  private async expectDelivered(): Promise<string> {
    await this.untilStep('delivered')
    const { subscriber, topic } = this.actors
    const received = () =>
      subscriber.messages.findLast((each) => each.topic === topic && this.payload.equals(each.payload))
    await this.until('deliver', () => received() !== undefined)
    return `${topic} QoS ${received()?.qos ?? 0} ${this.payload.toString()}`
  }

  private async expectGone(): Promise<string> {
    const row = await this.row()
    if (row !== undefined) throw failed('delete', row)
    return this.actors.resource.id
  }

  private async expectEmpty(): Promise<string> {
    const { resource, topic } = this.actors
    const { messages } = await resource.store.fetch({
      topic,
      wildcard: false,
      after: undefined,
      limit: 1,
      newest: undefined,
      since: undefined
    })
    const [left] = messages
    if (left !== undefined) throw failed('delete', `${left.topic} ${left.id}`)
    return resource.id
  }

  /** The row of the message as a person would read it. */
  private async row(): Promise<string | undefined> {
    const { columns, rows } = await this.actors.resource.store.inspect(100)
    const row = rows.find(({ messageId }) => messageId === this.messageId)
    const text = (cell: unknown) => (cell instanceof Uint8Array ? Buffer.from(cell).toString() : String(cell))
    return row?.cells.map((cell, index) => `${columns[index] ?? ''}=${text(cell)}`).join(' ')
  }

  private untilStep(name: StepName): Promise<void> {
    const { journal, resource } = this.actors
    const ofStore = name === 'deleted'
    return this.until(name, () => {
      const steps = journal.find(this.messageId)?.steps ?? []
      return steps.some(({ step, by }) => step === name && (!ofStore || by === resource.id))
    })
  }

  private async until(step: string, happened: () => boolean): Promise<void> {
    const { signal } = this.actors
    const end = performance.now() + patience
    while (!happened()) {
      signal.throwIfAborted()
      if (performance.now() > end) throw failed(step, `not within ${patience / 1000} s`)
      await pause(5, signal)
    }
  }
}

/** Ends early, without an error, when the signal comes. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

export function failed(step: string, reason: string, cause?: string): AppError {
  return new AppError('scenario_step_failed', { step, reason }, cause === undefined ? undefined : { cause })
}

function notSaved(life: Life | undefined): AppError {
  const why = life?.steps.findLast(({ reason }) => reason !== undefined)
  return failed('save', why?.reason ?? 'it did not happen', why?.detail)
}
