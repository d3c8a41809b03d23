import { build } from './build.js'
import type { Cursor } from './cursor.js'
import type { Index, Literal, Path, Reference, Step, Variable } from './tree.js'

/** A name or a path. `true` and `false` are constants here as everywhere, so they cannot begin a path. */
export function parseReference(cursor: Cursor): Reference {
  const { token } = cursor
  const from = token.from
  cursor.expect('name')
  if (token.kind !== 'name') return cursor.fail()
  cursor.advance()
  const constant = booleanOf(token.name, token.quoted)
  const root: Variable | Literal =
    constant === undefined ? { kind: 'variable', name: token.name } : { kind: 'literal', value: constant }
  const steps: Step[] = [{ kind: 'key', key: token.name }]
  for (;;) {
    if (cursor.mark('.')) steps.push(parseKey(cursor))
    else if (cursor.mark('[')) steps.push({ kind: 'index', index: cursor.nested(() => parseIndex(cursor)) })
    else if (steps.length === 1) return build(cursor, root, from)
    else break
    if (constant !== undefined || token.name === '*') cursor.fail()
  }
  const path: Path = { kind: 'path', steps: steps.map((step) => Object.freeze(step)) }
  return build(cursor, path, from)
}

function booleanOf(name: string, quoted: boolean): boolean | undefined {
  if (quoted) return undefined
  return name === 'true' ? true : name === 'false' ? false : undefined
}

function parseKey(cursor: Cursor): Step {
  cursor.expect('key')
  const { token } = cursor
  const key = token.kind === 'name' ? token.name : token.kind === 'text' ? token.text : undefined
  if (token.kind === 'integer') {
    cursor.advance()
    return { kind: 'key', key: token.digits }
  }
  const isConstant = token.kind === 'name' && booleanOf(token.name, token.quoted) !== undefined
  if (key === undefined || key === '*' || isConstant) return cursor.fail()
  cursor.advance()
  return { kind: 'key', key }
}

function parseIndex(cursor: Cursor): Index {
  cursor.expect('index')
  const index = cursor.token.kind === 'name' ? parseReference(cursor) : parsePosition(cursor)
  cursor.require(cursor.mark(']'))
  return index
}

function parsePosition(cursor: Cursor): Index {
  const from = cursor.token.from
  const sign = cursor.operator('+', '-')
  const { token } = cursor
  cursor.expect('integer')
  if (token.kind !== 'integer') return cursor.fail()
  cursor.advance()
  if (token.digits === '0') return Object.freeze({ kind: sign === '-' ? 'tail' : 'head' })
  const value = sign === '-' ? -BigInt(token.digits) : BigInt(token.digits)
  return build(cursor, { kind: 'literal', value }, from)
}
