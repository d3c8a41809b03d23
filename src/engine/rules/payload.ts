import { AppError } from '../../shared/errors.js'
import { parseJson } from './json.js'
import { type Term, fail, failure } from './term.js'
import type { DecodedPayload, RuleEvent } from './types.js'
import { decodeText } from './value.js'

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

/** A payload on its first use as an object, for all rules. Throws `rule_evaluation` where it is not JSON. */
export function decodePayload(event: RuleEvent, raw: string | Uint8Array): Term {
  const known = event.decoded?.raw === raw ? event.decoded : { raw, result: resultOf(raw) }
  event.decoded = known
  if ('error' in known.result) throw known.result.error
  return known.result.value
}

function resultOf(raw: string | Uint8Array): DecodedPayload['result'] {
  try {
    return { value: decodeJson(raw) }
  } catch (error) {
    return { error: error instanceof AppError ? failure('decode_json_failed') : error }
  }
}
