import { binaryOf } from './binary.js'
import { fixedFloat } from './floatText.js'
import { encodeJson } from './jsonText.js'
import { type Term, atomName, fail, isBinary, isList, isMap } from './term.js'

const floatDecimals = 17

/** What `str()` and `${…}` make of a value. Throws `rule_evaluation` for what has no text. */
export function textOfTerm(term: Term): string | Uint8Array {
  if (isBinary(term)) return term
  if (typeof term === 'bigint') return String(term)
  if (typeof term === 'number') return fixedFloat(term, floatDecimals)
  if (isMap(term)) return encodeJson(term)
  if (isList(term)) return printableBytes(term) ?? encodeJson(term)
  return atomName(term) ?? fail('invalid_bin')
}

/** The same in EMQX 5, where floats have up to ten decimals. */
export function textOfFive(term: Term): string | Uint8Array {
  return typeof term === 'number' ? fixedFloat(term, 10) : textOfTerm(term)
}

/** A list of nothing but codes of printable characters is Erlang's text; undefined for any other list. */
export function printableBytes(list: readonly Term[]): string | Uint8Array | undefined {
  if (!list.every(isPrintable)) return undefined
  return binaryOf(Uint8Array.from(list.map(Number)))
}

function isPrintable(term: Term): boolean {
  if (typeof term !== 'bigint') return false
  return (term >= 32n && term <= 126n) || (term >= 160n && term <= 255n) || (term >= 8n && term <= 13n) || term === 27n
}
