import { type Term, fail, isList, isMap } from '../term.js'
import { textOfValue, typeOf } from './values.js'

/** Text as it is, other values as JSON. */
export function plainText(value: Term): string {
  return typeof value === 'string' ? value : textOfValue(value)
}

function row(value: Term, name: string, separator: string, quoted: (text: string) => string): string {
  const items = isList(value) ? value : fail(`jq: ${typeOf(value)} cannot be ${name}-formatted, only an array can be`)
  const cell = (item: Term): string => {
    if (isList(item) || isMap(item)) return fail(`jq: ${typeOf(item)} is not valid in a ${name} row`)
    return typeof item === 'string' ? quoted(item) : item === null ? '' : textOfValue(item)
  }
  return items.map(cell).join(separator)
}

const shell = (value: Term): string =>
  typeof value === 'string'
    ? `'${value.replaceAll("'", `'\\''`)}'`
    : isList(value) || isMap(value)
      ? noShell(value)
      : textOfValue(value)

function noShell(value: Term): never {
  return fail(`jq: ${typeOf(value)} can not be escaped for shell`)
}

const tabs: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const marks: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&quot;' }

/** What `@name` makes of a value. */
export function formatted(name: string, value: Term): string {
  switch (name) {
    case 'text':
      return plainText(value)
    case 'json':
      return textOfValue(value)
    case 'csv':
      return row(value, 'csv', ',', (text) => `"${text.replaceAll('"', '""')}"`)
    case 'tsv':
      return row(value, 'tsv', '\t', (text) => text.replaceAll(/[\\\t\n\r]/g, (mark) => tabs[mark] ?? mark))
    case 'html':
      return plainText(value).replaceAll(/[<>&'"]/g, (mark) => marks[mark] ?? mark)
    case 'uri':
      return encodeURIComponent(plainText(value)).replaceAll(
        /[!'()*]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
      )
    case 'sh':
      return isList(value) ? value.map(shell).join(' ') : shell(value)
    case 'base64':
      return Buffer.from(plainText(value)).toString('base64')
    case 'base64d':
      return Buffer.from(plainText(value), 'base64').toString('utf8')
    default:
      return fail(`jq: ${name} is not a valid format`)
  }
}
