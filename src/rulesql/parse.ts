import { build } from './build.js'
import { Cursor } from './cursor.js'
import { parseCondition, parseField } from './expressions.js'
import type { Field, Source, Statement } from './tree.js'

/*
 * Rule SQL as EMQX 4.4 reads it (rulesql 0.1.7). Keywords in any case; values, conditions: see expressions.ts.
 *
 *   statement  = SELECT fields FROM sources [ WHERE condition ]
 *              | FOREACH fields [ DO fields ] [ INCASE condition ] FROM sources [ WHERE condition ]
 *   fields     = field { "," field }
 *   field      = "*" | value | case [ [ AS ] target ]
 *   target     = reference
 *   sources    = ( NAME | TEXT ) { "," ( NAME | TEXT ) }
 */

/**
 * The syntax tree of a statement.
 * Throws `rule_syntax` with line and column (from 1), offset and length (UTF-16 units), what was expected and found.
 */
export function parse(source: string): Statement {
  return parseStatement(new Cursor(source))
}

/** As `parse`, on a cursor that can be asked afterwards how it could have gone on. */
export function parseStatement(cursor: Cursor): Statement {
  const from = cursor.token.from
  const isForeach = cursor.keyword('FOREACH')
  if (!isForeach) cursor.require(cursor.keyword('SELECT'))
  const fields = parseFields(cursor)
  const each = isForeach && cursor.keyword('DO') ? parseFields(cursor) : undefined
  const incase = isForeach && cursor.keyword('INCASE') ? parseCondition(cursor) : undefined
  cursor.require(cursor.keyword('FROM'))
  const sources = parseList(cursor, parseSource)
  const where = cursor.keyword('WHERE') ? parseCondition(cursor) : undefined
  cursor.expect('end')
  cursor.require(cursor.token.kind === 'end')
  return isForeach
    ? build(cursor, { kind: 'foreach', fields, each, incase, sources, where }, from)
    : build(cursor, { kind: 'select', fields, sources, where }, from)
}

function parseFields(cursor: Cursor): Field[] {
  return parseList(cursor, (): Field => {
    const { token } = cursor
    cursor.expect('*')
    const isStar = token.kind === 'operator' && token.operator === '*'
    if (!isStar) return starOf(parseField(cursor), cursor)
    cursor.advance()
    return build(cursor, { kind: 'star' }, token.from)
  })
}

/** A field that is the name `"*"` is the star. */
function starOf(field: Exclude<Field, { kind: 'star' }>, cursor: Cursor): Field {
  return field.kind === 'variable' && field.name === '*' ? build(cursor, { kind: 'star' }, cursor.readTo) : field
}

function parseSource(cursor: Cursor): Source {
  const { token } = cursor
  cursor.expect('topic')
  if (token.kind !== 'name' && token.kind !== 'text') return cursor.fail()
  cursor.advance()
  const topic = token.kind === 'name' ? token.name : token.text
  return build(cursor, { kind: 'source', topic }, token.from)
}

function parseList<E>(cursor: Cursor, parseElement: (cursor: Cursor) => E): E[] {
  const elements: E[] = []
  do elements.push(parseElement(cursor))
  while (cursor.mark(','))
  return elements
}
