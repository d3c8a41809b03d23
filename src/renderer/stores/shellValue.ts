import { bytesOfStored } from '../../shared/markedPayload.js'
import type { Json } from '../parts/json.js'

/** A value of MongoDB's extended JSON as its shell writes it: what is no text or object keeps its type. */
export function shellValue(json: Json): Json {
  if (json.kind === 'list') return { kind: 'list', items: json.items.map(shellValue) }
  if (json.kind !== 'object') return json
  return typedValue(json) ?? { kind: 'object', members: json.members.map(([name, value]) => [name, shellValue(value)]) }
}

/** A text between the quotes of the shell, in which those of JSON need no backslash. */
export function shellText(text: string): string {
  return `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)}'`
}

/** The bytes of a payload: those that a text stands for, or of a Binary. */
export function bytesOf(json: Json): Uint8Array | undefined {
  if (json.kind === 'text') return bytesOfStored(json.text)
  const base64 = textAt(memberOf(json, '$binary'), 'base64')
  return base64 === undefined ? undefined : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

/** A value on one line. */
export function shellLine(json: Json): string {
  switch (json.kind) {
    case 'text':
      return shellText(json.text)
    case 'number':
    case 'word':
      return json.text
    case 'list':
      return `[${json.items.map(shellLine).join(', ')}]`
    case 'object':
      return `{ ${json.members.map(([name, value]) => `${name}: ${shellLine(value)}`).join(', ')} }`
  }
}

/** Undefined where the object is nothing but an object. */
function typedValue(json: Json): Json | undefined {
  if (json.kind !== 'object') return undefined
  const [type, value] = json.members[0] ?? ['', json]
  const text = value.kind === 'text' ? value.text : undefined
  switch (type) {
    case '$oid':
      return call('ObjectId', text)
    case '$numberInt':
    case '$numberDouble':
      return text === undefined ? undefined : { kind: 'number', text }
    case '$numberLong':
      return call('Long', text)
    case '$numberDecimal':
      return call('Decimal128', text)
    case '$symbol':
      return call('BSONSymbol', text)
    case '$code':
      return call('Code', text)
    case '$date':
      return dateOf(textAt(value, '$numberLong'))
    case '$binary':
      return binaryOf(textAt(value, 'base64'), textAt(value, 'subType'))
    case '$regularExpression':
      return word(`/${textAt(value, 'pattern') ?? ''}/${textAt(value, 'options') ?? ''}`)
    case '$timestamp':
      return word(`Timestamp(${shellLine(value)})`)
    case '$minKey':
      return word('MinKey()')
    case '$maxKey':
      return word('MaxKey()')
    default:
      return undefined
  }
}

/** Beyond the years that a date has in ISO 8601, by its milliseconds. */
function dateOf(milliseconds: string | undefined): Json | undefined {
  const date = new Date(Number(milliseconds))
  return call('ISODate', Number.isNaN(date.getTime()) ? milliseconds : date.toISOString())
}

function binaryOf(base64: string | undefined, subType: string | undefined): Json | undefined {
  if (base64 === undefined || subType === undefined) return undefined
  return word(`Binary.createFromBase64(${shellText(base64)}, ${Number.parseInt(subType, 16)})`)
}

function call(name: string, argument: string | undefined): Json | undefined {
  return argument === undefined ? undefined : word(`${name}(${shellText(argument)})`)
}

function word(text: string): Json {
  return { kind: 'word', text }
}

function memberOf(json: Json | undefined, name: string): Json | undefined {
  return json?.kind === 'object' ? json.members.find(([known]) => known === name)?.[1] : undefined
}

function textAt(json: Json | undefined, name: string): string | undefined {
  const member = memberOf(json, name)
  return member?.kind === 'text' ? member.text : undefined
}
