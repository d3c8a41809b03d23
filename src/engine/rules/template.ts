import { bytesOfBinary, joinBinaries } from './binary.js'
import { encodeJson } from './jsonText.js'
import { readPath } from './paths.js'
import { type Term, atomName, fail, isBinary, isList, isMap, isNumber, toValue } from './term.js'
import { textOfTerm } from './textOf.js'
import type { Value } from './types.js'

/*
 * `${…}` in the parameters of actions (emqx_rule_utils). A name goes up to the first `}` on its line; dots lead into
 * objects, there is no other syntax. What is no placeholder stays as it is.
 */

/** The columns that a template is filled with: an output, or a map. */
export interface TemplateData {
  get(name: string): Value
}

type Piece = string | { readonly names: readonly string[] }
export type Template = readonly Piece[]

export function compileTemplate(text: string): Template {
  const pieces: Piece[] = []
  const finder = new Finder(text)
  let at = 0
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', start)) {
    const end = finder.next('}', start)
    if (end === undefined) break
    const isBroken = (finder.next('\n', start) ?? end) < end
    if (!isBroken) {
      pieces.push(text.slice(at, start), { names: text.slice(start + 2, end).split('.') })
      at = end + 1
    }
    start = isBroken ? start + 2 : at
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== '')
}

/** Finds marks from ever later places on, going through the text but once. */
class Finder {
  private readonly known = new Map<string, number>()
  constructor(private readonly text: string) {}

  next(mark: string, from: number): number | undefined {
    let place = this.known.get(mark) ?? -1
    if (place < from) {
      place = this.text.indexOf(mark, from)
      this.known.set(mark, place === -1 ? Number.POSITIVE_INFINITY : place)
    }
    return place === -1 || !Number.isFinite(place) ? undefined : place
  }
}

function valueOf({ names }: Exclude<Piece, string>, data: TemplateData): Term {
  const [first = '', ...inner] = names
  return readPath(
    inner.map((key) => ({ kind: 'key', key })),
    data.get(first)
  )
}

function render(
  template: Template,
  write: (value: Term) => string | Uint8Array,
  data: TemplateData
): string | Uint8Array {
  return template.reduce<string | Uint8Array>(
    (all, piece) => joinBinaries(all, typeof piece === 'string' ? piece : write(valueOf(piece, data))),
    ''
  )
}

/**
 * Text mode: text and numbers as they are, objects and lists as JSON, what is unknown as `undefined`. Bytes where the
 * result is no text. Throws `rule_evaluation` for a value without a text.
 */
export function renderText(template: Template, data: TemplateData): string | Uint8Array {
  return render(template, textOfTerm, data)
}

/** The value of a template that is one placeholder and nothing else, its type kept; other templates as text. */
export function renderValue(template: Template, data: TemplateData): Value {
  const [piece] = template
  if (template.length !== 1 || piece === undefined || typeof piece === 'string') return renderText(template, data)
  return toValue(valueOf(piece, data))
}

/** A Redis command: cut at white space first, then filled, so that values may hold white space. */
export function compileCommand(text: string): readonly Template[] {
  const words = text.split(/[\t-\r ]/)
  // White space at the end adds no words, but the empty command has one.
  while (text !== '' && words.at(-1) === '') words.pop()
  return words.map(compileTemplate)
}

export function renderCommand(words: readonly Template[], data: TemplateData): readonly (string | Uint8Array)[] {
  return words.map((word) => renderText(word, data))
}

/** A statement with marks for its parameters. */
export interface Prepared {
  readonly statement: string
  readonly parameters: readonly Exclude<Piece, string>[]
}

/** Prepared SQL with `?`, or `$1`, `$2`, … in place of the placeholders. */
export function compilePrepared(text: string, marks: '?' | '$n'): Prepared {
  const parameters: Exclude<Piece, string>[] = []
  const statement = compileTemplate(text).map((piece) => {
    if (typeof piece === 'string') return piece
    parameters.push(piece)
    return marks === '?' ? '?' : `$${parameters.length}`
  })
  return { statement: statement.join(''), parameters }
}

/** What the marks stand for: undefined is null, objects are JSON. */
export function preparedValues({ parameters }: Prepared, data: TemplateData): readonly Value[] {
  return parameters.map((parameter) => parameterValue(valueOf(parameter, data)))
}

function parameterValue(term: Term): Value {
  if (term === undefined) return null
  if (isMap(term)) return encodeJson(term)
  return term === null ? 'null' : toValue(term)
}

/** SQL with the values written in: text in single quotes, with `\'` (SQL) or `''` (CQL) for a quote inside. */
export function renderInline(template: Template, data: TemplateData, dialect: 'sql' | 'cql'): string | Uint8Array {
  const quote = dialect === 'sql' ? "\\'" : "''"
  return render(template, (value) => inlineValue(value, quote), data)
}

function inlineValue(value: Term, quote: string): string | Uint8Array {
  const isQuoted = isBinary(value) || isList(value) || isMap(value) || atomName(value) !== undefined
  const text = textOfTerm(value)
  if (!isQuoted) return isNumber(value) ? text : fail('invalid_bin')
  const bytes = bytesOfBinary(text).toString('latin1').replaceAll("'", quote)
  const quoted = Buffer.from(`'${bytes}'`, 'latin1')
  return joinBinaries('', typeof text === 'string' ? quoted.toString('utf8') : quoted)
}
