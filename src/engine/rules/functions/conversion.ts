import { randomUUID } from 'node:crypto'
import { binaryOf, bytesOfBinary } from '../binary.js'
import { fixedFloat } from '../floatText.js'
import { finite, floatOfText, integerOfText, toFloat } from '../number.js'
import { type Term, fail, isList } from '../term.js'
import { printableBytes, textOfFive, textOfTerm } from '../textOf.js'
import { binary, integer, takes, takesAny } from './define.js'
import { jsonMap } from './maps.js'

/** A list of character codes counts as the text that it spells. */
function spelled(value: Term): Term {
  return isList(value) ? printableBytes(value) : value
}

function int(value: Term): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return BigInt(Math.floor(value))
  if (typeof value === 'boolean') return value ? 1n : 0n
  const digits = spelled(value)
  if (typeof digits !== 'string') return fail('invalid_number')
  return integerOfText(digits) ?? BigInt(Math.floor(floatOfText(digits) ?? fail('badarg')))
}

function float(value: Term): number {
  if (typeof value === 'bigint' || typeof value === 'number') return toFloat(value)
  const digits = spelled(value)
  if (typeof digits !== 'string') return fail('invalid_number')
  return floatOfText(digits) ?? toFloat(integerOfText(digits) ?? fail('badarg'))
}

function rounded(value: Term, decimals: Term): number {
  const digits = integer(decimals)
  if (digits <= 0n) return fail('function_clause')
  return finite(Number(fixedFloat(float(value), Number(digits))))
}

function bool(value: Term): boolean {
  if (value === true || value === 'true' || value === 1n || value === 1) return true
  if (value === false || value === 'false' || value === 0n || value === 0) return false
  return fail('invalid_boolean')
}

function float2str(value: Term, decimals: Term): string {
  return typeof value === 'number' ? fixedFloat(value, Number(integer(decimals))) : fail('function_clause')
}

/** The prefix is EMQX 5's. */
function bin2hexstr(value: Term, prefix?: Term): Term {
  const digits = bytesOfBinary(binary(value)).toString('hex').toUpperCase()
  return prefix === undefined ? digits : `${prefixText(prefix)}${digits}`
}

function hexstr2bin(value: Term, prefix?: Term): Term {
  const digits = binary(value)
  if (typeof digits !== 'string') return fail('function_clause')
  const start = prefix === undefined ? '' : prefixText(prefix)
  if (!digits.startsWith(start)) return fail('binary_prefix_unmatch')
  const rest = digits.slice(start.length)
  if (!/^[0-9a-fA-F]*$/.test(rest)) return fail('function_clause')
  return binaryOf(Buffer.from(rest.length % 2 === 0 ? rest : `0${rest}`, 'hex'))
}

function prefixText(prefix: Term): string {
  return typeof prefix === 'string' ? prefix : fail('function_clause')
}

/** Bytes that are no UTF-8 fail here, where EMQX gives back a value that nothing can use. */
function utf8(value: Term): string {
  const found = isList(value) ? codePoints(value) : textOfTerm(value)
  return typeof found === 'string' ? found : fail('invalid_utf8')
}

function codePoints(codes: readonly Term[]): string {
  return codes.map(codePoint).join('')
}

function codePoint(code: Term): string {
  if (typeof code === 'string') return code
  if (isList(code)) return codePoints(code)
  const isCharacter = typeof code === 'bigint' && code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn)
  return isCharacter ? String.fromCodePoint(Number(code)) : fail('badarg')
}

export const conversionFunctions = {
  str: takes(1, textOfTerm),
  str_utf8: takes(1, utf8),
  str_utf16_le: takes(1, (value) =>
    binaryOf(Buffer.from(utf8(isList(value) ? textOfTerm(value) : textOfFive(value)), 'utf16le'))
  ),
  bool: takes(1, bool),
  int: takes(1, int),
  float: takes(1, (value, decimals) => (decimals === undefined ? float(value) : rounded(value, decimals)), 2),
  float2str: takes(2, float2str),
  map: takes(1, jsonMap),
  bin2hexstr: takesAny(1, bin2hexstr, 2),
  hexstr2bin: takesAny(1, hexstr2bin, 2),
  sqlserver_bin2hexstr: takes(1, (value) => bin2hexstr(value, '0x')),
  uuid_v4: takes(0, () => randomUUID()),
  uuid_v4_no_hyphen: takes(0, () => randomUUID().replaceAll('-', ''))
}
