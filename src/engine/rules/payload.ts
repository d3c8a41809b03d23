import { AppError } from '../../shared/errors.js'
import { parseJson } from './json.js'
import { type Term, fail } from './term.js'
import type { RuleEvent } from './types.js'
import { decodeText } from './value.js'

interface Decoded {
  readonly raw: Term
  readonly value: Term
}

/** The decoded payload of an event, so that several rules decode it once. */
const decodedPayloads = new WeakMap<RuleEvent, Decoded>()

/** JSON in text or bytes. Throws `rule_evaluation` where it is none. */
export function decodeJson(raw: string | Uint8Array): Term {
  const text = typeof raw === 'string' ? raw : decodeText(raw)
  return text === undefined ? fail('invalid_string') : parseJson(text)
}

/** As `decodeJson`, but undefined where it is none: what a path does with text on its way. */
export function tryDecodeJson(raw: string | Uint8Array): Term {
  try {
    return decodeJson(raw)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** A payload on its first use as an object. Throws `rule_evaluation` where it is not JSON. */
export function decodePayload(event: RuleEvent, raw: string | Uint8Array): Term {
  const known = decodedPayloads.get(event)
  if (known !== undefined && known.raw === raw) return known.value
  const value = decodeOrFail(raw)
  decodedPayloads.set(event, { raw, value })
  return value
}

function decodeOrFail(raw: string | Uint8Array): Term {
  try {
    return decodeJson(raw)
  } catch (error) {
    if (error instanceof AppError) fail('decode_json_failed')
    throw error
  }
}
