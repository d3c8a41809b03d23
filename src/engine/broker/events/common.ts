import type { Value } from '../../rules/types.js'

/** What EMQX calls a node; there is only ours. */
export const nodeName = 'inspector@127.0.0.1'

/** MQTT 5 has properties; what speaks 3.1.1 has none. */
export const noProperties: ReadonlyMap<string, Value> = new Map()

const integers = [0n, 1n, 2n] as const

/** A QoS as rules see it; no new number each time. */
export function qosValue(qos: 0 | 1 | 2): bigint {
  return integers[qos]
}
