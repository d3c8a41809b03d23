import type { LimitName } from '../../shared/limits.js'

/** A client broke MQTT 3.1.1: its connection is closed [MQTT-4.8.0-1]. */
export class ProtocolFault extends Error {
  override readonly name = 'ProtocolFault'

  /** `clause` is the specification's own name of the rule, such as `MQTT-3.1.0-2`. */
  constructor(
    readonly clause: string,
    reason: string
  ) {
    super(`${reason} [${clause}]`)
  }
}

/** A client went over a limit: its connection is closed, so that nothing is taken and then forgotten. */
export class LimitFault extends Error {
  override readonly name = 'LimitFault'

  constructor(
    readonly limit: LimitName,
    /** What the limit was; in the unit of the limit. */
    readonly most: number
  ) {
    super(`${limit}: at most ${most}`)
  }
}

/** The connection is closed for a reason that has been logged and counted where it was found. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
