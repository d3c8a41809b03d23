import { timeRangeMilliseconds } from '../../shared/actionTypes.js'
import { AppError } from '../../shared/errors.js'
import type { Step, StepName } from '../../shared/life.js'
import { hasWildcard } from '../../shared/topics.js'
import type { Connection } from '../broker/connection.js'
import type { Log } from '../log.js'
import type { Output } from '../rules/types.js'
import type { Settle } from './actions.js'
import { messageOfOutput } from './columns.js'
import { FetchRun } from './fetchRun.js'
import type { Journal } from './journal.js'
import type { LiveAction } from './liveRule.js'
import type { LiveResource } from './liveResource.js'
import type { Acknowledgement, Occasion, Subscription } from './occasion.js'
import type { Publication, SaveListener } from './publication.js'
import type { Session } from './session.js'

interface OfflineOptions {
  readonly resources: ReadonlyMap<string, LiveResource>
  readonly sessionOf: (connection: Connection) => Session
  /** The publication of a message that a store is still at. */
  readonly publicationOf: (messageId: string) => Publication | undefined
  readonly log: Log
  readonly journal: Journal | undefined
  readonly newId: () => string
  readonly isOwnId: (id: string) => boolean
}

/** The actions `offline_msg_to_…`: save on a publish, fetch on a subscription, delete on an acknowledgement. */
export class OfflineActions {
  constructor(private readonly options: OfflineOptions) {}

  perform(action: LiveAction, output: Output, occasion: Occasion, settle: Settle): void {
    const { name, resourceId = '' } = action
    const resource = this.options.resources.get(resourceId)
    if (resource === undefined) return settle(new AppError('resource_unknown', { resource: resourceId, action: name }))
    switch (occasion.kind) {
      case 'published':
        return this.save(resource, action, output, occasion, settle)
      case 'subscribed':
        return this.fetch(resource, action, output, occasion, settle)
      case 'acknowledged':
        return this.remove(resource, occasion, settle)
      case 'other':
        return settle(new AppError('action_event_unfit', { action: name, event: occasion.event.name }))
    }
  }

  private save(
    resource: LiveResource,
    { params, fallbacks }: LiveAction,
    output: Output,
    publication: Publication,
    settle: Settle
  ): void {
    const message = messageOfOutput(output, publication.message)
    // With something else to do instead there is no need to wait for a store that is away.
    const waiting = new WaitingSave(fallbacks.length === 0, publication, resource, settle)
    if (message instanceof AppError) return waiting.settled(message)
    if (message.qos === 0) {
      publication.note({ step: 'not_saved', by: resource.id, reason: 'qos0' })
      return settle('qos0')
    }
    const { ttl } = params
    publication.save(resource, message, typeof ttl === 'number' ? { ttl } : forGood, waiting)
  }

  private fetch(
    resource: LiveResource,
    { params, fallbacks }: LiveAction,
    output: Output,
    { connection, qos }: Subscription,
    settle: Settle
  ): void {
    const { log, journal, newId, isOwnId, sessionOf } = this.options
    const topic = output.get('topic')
    if (typeof topic !== 'string') return settle(new AppError('message_refused', { reason: 'topic' }))
    const { error, state } = resource.status
    if (fallbacks.length > 0 && state === 'down' && error !== undefined) return settle(AppError.fromInfo(error))
    const place = { clientid: connection.clientId, topic, resource: resource.id }
    const wildcard = hasWildcard(topic)
    if (wildcard && params['wildcard_fetch'] !== true) {
      log.write('warn', 'cycle', 'wildcard_not_fetched', place)
      return settle()
    }
    if (qos === 0) log.write('warn', 'cycle', 'subscribed_qos0', { clientid: connection.clientId, topic })
    const session = sessionOf(connection)
    const key = `${topic}\n${resource.id}`
    session.runs.get(key)?.cancel()
    const range = timeRangeMilliseconds(String(params['time_range'] ?? ''))
    const newest = Number(params['max_returned_count'] ?? 0)
    const options = {
      topic,
      wildcard,
      qos,
      newest: newest === 0 ? undefined : newest,
      since: range === undefined ? undefined : Date.now() - range,
      startId: newId(),
      isOwnId
    }
    const run = new FetchRun(resource, session, options, journal)
    session.runs.set(key, run)
    const ended = (): void => {
      if (session.runs.get(key) === run) session.runs.delete(key)
    }
    void run.run().then(
      (count) => {
        ended()
        settle()
        log.write('info', 'cycle', 'fetched', { ...place, count })
      },
      (refusal: unknown) => {
        ended()
        settle(AppError.from(refusal))
      }
    )
  }

  private remove(resource: LiveResource, occasion: Acknowledgement, settle: Settle): void {
    const { message, connection } = occasion
    const { journal, publicationOf } = this.options
    const release = occasion.hold()
    const settled = (error?: AppError): void => {
      settle(error)
      if (error === undefined) journal?.step(message, { step: 'deleted', by: resource.id })
      else journal?.step(message, failedStep('delete_failed', resource, error))
      release()
    }
    const since = performance.now()
    const remove = (): void => resource.remove({ message, since, source: connection, settled })
    const publication = publicationOf(message.id)
    if (publication === undefined) remove()
    else publication.afterSave(resource, remove)
  }
}

/** Without a TTL. */
const forGood = { ttl: undefined }

/** An action that waits for a store to save. */
class WaitingSave implements SaveListener {
  constructor(
    readonly waits: boolean,
    private readonly publication: Publication,
    private readonly resource: LiveResource,
    private readonly settle: Settle
  ) {}

  settled(error?: AppError): void {
    const { publication, resource, settle } = this
    if (error === undefined) return settle()
    publication.note(failedStep('save_failed', resource, error))
    settle(error)
  }
}

function failedStep(step: StepName, { id: by }: LiveResource, error: AppError): Omit<Step, 'at'> {
  const { code, data, detail } = error.toInfo()
  return { step, by, reason: code, data: { ...data }, detail }
}
