import { type Exceeded, noneExceeded, noneRefused, type Refused } from '../../shared/limits.js'

/** What the broker counts, from its start. */
export class BrokerCounters {
  received = 0
  sent = 0
  /** Messages that a queue had no room for, and that no store has. */
  dropped = 0
  readonly exceeded: Exceeded = noneExceeded()
  readonly refused: Refused = noneRefused()
}
