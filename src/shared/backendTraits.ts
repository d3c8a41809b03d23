import { type ActionName, actionTypes } from './actionTypes.js'
import type { BackendName } from './resourceTypes.js'

/** In what the five backends differ, as a person meets it. `test/stores/traits.test.ts` asks the stores themselves. */
export interface BackendTraits {
  readonly kept: 'hash' | 'row' | 'document'
  /** The type of the payload, in the backend's own words. */
  readonly payload: string
  /** Whether that holds any bytes, or text only. */
  readonly holdsBytes: boolean
  /** Bytes and characters that a message may have; left out where the store has no limit that a packet could reach. */
  readonly mostPayload?: number
  readonly mostTopic?: number
  readonly mostSender?: number
  /** How `retain` is written when it is set. */
  readonly retained: string
  /** When the message arrived: the column and its type. */
  readonly time: readonly [column: string, type: string]
  /** Whether a fetch by topic reads past messages of other topics, so that an index of its own helps. */
  readonly readsPast: boolean
}

const traits: Readonly<Record<BackendName, BackendTraits>> = {
  redis: {
    kept: 'hash',
    payload: 'bytes',
    holdsBytes: true,
    retained: 'true',
    time: ['ts', 'ms'],
    readsPast: false
  },
  mysql: {
    kept: 'row',
    payload: 'blob',
    holdsBytes: true,
    mostPayload: 65_535,
    mostTopic: 180,
    mostSender: 64,
    retained: '1',
    time: ['arrived', 'datetime'],
    readsPast: true
  },
  pgsql: {
    kept: 'row',
    payload: 'text',
    holdsBytes: false,
    mostTopic: 255,
    mostSender: 64,
    retained: '1',
    time: ['arrived', 'timestamp without time zone'],
    readsPast: true
  },
  cassa: {
    kept: 'row',
    payload: 'text',
    holdsBytes: false,
    retained: '1',
    time: ['arrived', 'timestamp'],
    readsPast: false
  },
  mongo: {
    kept: 'document',
    payload: 'string',
    holdsBytes: false,
    mostPayload: 16_000_000,
    retained: '1',
    time: ['timestamp', 'long, ms'],
    readsPast: true
  }
}

export function traitsOf(backend: BackendName): BackendTraits & ActionTraits {
  return { ...traits[backend], ...actionTraits(`offline_msg_to_${backend}`) }
}

interface ActionTraits {
  /** Seconds after which the store forgets a message by itself, unless the action says otherwise. */
  readonly forgetsAfter: number | undefined
  /** Whether the action has `time_range` and `max_returned_count`. */
  readonly hasFetchLimits: boolean
  /** Whether the action has `wildcard_fetch`. */
  readonly fetchesWildcards: boolean
}

function actionTraits(name: ActionName): ActionTraits {
  const { parameters } = actionTypes[name]
  const parameter = (wanted: string) => parameters.find((each) => each.name === wanted)
  const ttl = parameter('ttl')?.default
  return {
    forgetsAfter: typeof ttl === 'number' ? ttl : undefined,
    hasFetchLimits: parameter('time_range') !== undefined,
    fetchesWildcards: parameter('wildcard_fetch') !== undefined
  }
}
