import { build } from './build.js'
import type { Cursor } from './cursor.js'
import { parseReference } from './reference.js'
import type { ArithmeticOperator } from './tokens.js'
import type { Branch, Case, Condition, Expression, Node, Reference, Variable } from './tree.js'

/*
 *   value      = scalar [ COMPARISON scalar ] [ AS target ] | scalar target
 *   scalar     = scalar ("+" | "-") scalar | scalar ("*" | "/" | "div" | "mod") scalar      left to right
 *              | ("+" | "-") scalar                                                        binds tightest
 *              | TEXT | INTEGER | FLOAT | RANGE | list | call | reference [ RANGE ] | "(" scalar ")"
 *   list       = "[" [ scalar { "," scalar } [ "," ] ] "]"
 *   call       = ( reference "(" [ argument { "," argument } ] ")" ) | ( ("div" | "mod") "(" argument … ")" )
 *   argument   = scalar [ COMPARISON scalar ], where "(" argument ")" and case are scalars too
 *   reference  = NAME { "." ( NAME | INTEGER | TEXT ) | "[" index "]" }
 *   index      = [ "+" | "-" ] INTEGER | reference
 *   case       = CASE [ value ] WHEN condition THEN value { WHEN … } [ ELSE value ] END | "(" case ")"
 *   condition  = condition OR condition | condition AND condition | NOT condition            OR binds least
 *              | "(" condition ")" | value | scalar [ NOT ] IN "(" value { "," value } ")"
 */

/** Whether the expression stands in the parentheses of a function: comparisons and CASE are at home there. */
type Place = 'argument' | 'elsewhere'

function parseScalar(cursor: Cursor, place: Place = 'elsewhere'): Expression {
  const from = cursor.token.from
  return parseOperators(cursor, parseUnary(cursor, place), from, place)
}

/** Goes on with the operators after a first operand. */
function parseOperators(cursor: Cursor, first: Expression, from: number, place: Place): Expression {
  let sum = parseFactors(cursor, first, from, place)
  for (;;) {
    const operator = cursor.operator('+', '-')
    if (operator === undefined) return sum
    const start = cursor.token.from
    const right = parseFactors(cursor, parseUnary(cursor, place), start, place)
    sum = arithmetic(cursor, operator, sum, right, from)
  }
}

function parseFactors(cursor: Cursor, first: Expression, from: number, place: Place): Expression {
  let product = first
  for (;;) {
    const operator = cursor.operator('*', '/', 'div', 'mod')
    if (operator === undefined) return product
    product = arithmetic(cursor, operator, product, parseUnary(cursor, place), from)
  }
}

function arithmetic(
  cursor: Cursor,
  operator: ArithmeticOperator,
  left: Expression,
  right: Expression,
  from: number
): Expression {
  return build(cursor, { kind: 'arithmetic', operator, left, right }, from, left, right)
}

function parseUnary(cursor: Cursor, place: Place): Expression {
  const from = cursor.token.from
  cursor.expect('value')
  const { token } = cursor
  if (token.kind !== 'operator' || (token.operator !== '+' && token.operator !== '-'))
    return parsePrimary(cursor, place)
  const { operator } = token
  cursor.advance()
  const operand = cursor.nested(() => parseUnary(cursor, place))
  return build(cursor, { kind: 'unary', operator, operand }, from, operand)
}

function parsePrimary(cursor: Cursor, place: Place): Expression {
  if (place === 'argument') cursor.expect('CASE')
  const { token } = cursor
  const from = token.from
  switch (token.kind) {
    case 'text':
      cursor.advance()
      return build(cursor, { kind: 'literal', value: token.text }, from)
    case 'integer':
      cursor.advance()
      return build(cursor, { kind: 'literal', value: BigInt(token.digits) }, from)
    case 'float':
      cursor.advance()
      return build(cursor, { kind: 'literal', value: token.value }, from)
    case 'range':
      cursor.advance()
      return build(cursor, { kind: 'range', first: token.first, last: token.last }, from)
    case 'name':
      return parseFromName(cursor)
    case 'operator':
      return parseOperatorCall(cursor, token.operator)
    case 'keyword':
      if (token.keyword === 'CASE' && place === 'argument') return parseCase(cursor)
      return cursor.fail()
    case 'punctuation':
      if (token.mark === '[') return parseList(cursor)
      if (token.mark === '(') return parseGroup(cursor, place)
      return cursor.fail()
    default:
      return cursor.fail()
  }
}

function parseGroup(cursor: Cursor, place: Place): Expression {
  cursor.advance()
  const inner = cursor.nested(() => (place === 'argument' ? parseArgument(cursor) : parseScalar(cursor)))
  cursor.require(cursor.mark(')'))
  return inner
}

function parseList(cursor: Cursor): Expression {
  const from = cursor.token.from
  cursor.advance()
  const items: Expression[] = []
  while (!cursor.mark(']')) {
    items.push(cursor.nested(() => parseScalar(cursor)))
    // A comma before the bracket is allowed.
    if (!cursor.mark(',')) {
      cursor.require(cursor.mark(']'))
      break
    }
  }
  return build(cursor, { kind: 'list', items }, from, ...items)
}

function parseFromName(cursor: Cursor): Expression {
  const from = cursor.token.from
  const reference = parseReference(cursor)
  const { token } = cursor
  cursor.expect('range')
  if (token.kind === 'range') {
    cursor.advance()
    return build(cursor, { kind: 'slice', target: reference, first: token.first, last: token.last }, from, reference)
  }
  return cursor.mark('(') ? parseCall(cursor, reference, from) : reference
}

/** `div(7, 2)`: the operator words are names of functions too, with at least one argument. */
function parseOperatorCall(cursor: Cursor, operator: ArithmeticOperator): Expression {
  if (operator !== 'div' && operator !== 'mod') cursor.fail()
  const from = cursor.token.from
  cursor.advance()
  const callee: Variable = build(cursor, { kind: 'variable', name: operator }, from)
  cursor.require(cursor.mark('('))
  cursor.expect('value')
  if (cursor.token.kind === 'punctuation' && cursor.token.mark === ')') cursor.fail()
  return parseCall(cursor, callee, from)
}

function parseCall(cursor: Cursor, callee: Reference, from: number): Expression {
  const parameters: Expression[] = []
  if (!cursor.mark(')')) {
    do parameters.push(cursor.nested(() => parseArgument(cursor)))
    while (cursor.mark(','))
    cursor.require(cursor.mark(')'))
  }
  return build(cursor, { kind: 'call', callee, parameters }, from, ...parameters)
}

function parseArgument(cursor: Cursor): Expression {
  const from = cursor.token.from
  const left = parseScalar(cursor, 'argument')
  const operator = cursor.comparison()
  if (operator === undefined) return left
  const right = parseScalar(cursor, 'argument')
  return build(cursor, { kind: 'comparison', operator, left, right }, from, left, right)
}

/** A value that may be compared and named. */
function parseValue(cursor: Cursor): Expression {
  const from = cursor.token.from
  return parseValueFrom(cursor, parseScalar(cursor), from)
}

/** Goes on after the first operand of a value: a comparison, a name for it. */
function parseValueFrom(cursor: Cursor, left: Expression, from: number): Expression {
  const operator = cursor.comparison()
  if (operator === undefined) return parseAlias(cursor, left, from, 'as_optional')
  const right = parseScalar(cursor)
  const comparison = build(cursor, { kind: 'comparison', operator, left, right } as const, from, left, right)
  return parseAlias(cursor, comparison, from, 'as_needed')
}

function parseAlias(cursor: Cursor, expression: Expression, from: number, as: 'as_optional' | 'as_needed'): Expression {
  if (as === 'as_optional') cursor.expect('name')
  const named = cursor.keyword('AS')
  if (!named && (as === 'as_needed' || cursor.token.kind !== 'name')) return expression
  const target = parseReference(cursor)
  return build(cursor, { kind: 'alias', expression, target }, from, expression, target)
}

function parseCase(cursor: Cursor): Case {
  const from = cursor.token.from
  cursor.require(cursor.keyword('CASE'))
  const startsWithWhen = cursor.token.kind === 'keyword' && cursor.token.keyword === 'WHEN'
  cursor.expect('WHEN')
  const subject = startsWithWhen ? undefined : cursor.nested(() => parseValue(cursor))
  const branches: Branch[] = []
  while (cursor.keyword('WHEN')) {
    const when = cursor.nested(() => parseCondition(cursor))
    cursor.require(cursor.keyword('THEN'))
    branches.push(Object.freeze({ when, result: cursor.nested(() => parseValue(cursor)) }))
  }
  if (branches.length === 0) cursor.fail()
  const otherwise = cursor.keyword('ELSE') ? cursor.nested(() => parseValue(cursor)) : undefined
  cursor.require(cursor.keyword('END'))
  const parts = branches.flatMap(({ when, result }): readonly Node[] => [when, result])
  const rest = [subject, otherwise].filter((part) => part !== undefined)
  return build(cursor, { kind: 'case', subject, branches, otherwise }, from, ...parts, ...rest)
}

/** A condition of WHERE, INCASE or WHEN. */
export function parseCondition(cursor: Cursor): Condition {
  return parseChain(cursor, 'or', () => parseChain(cursor, 'and', () => parseNot(cursor)))
}

function parseChain(cursor: Cursor, kind: 'and' | 'or', part: () => Condition): Condition {
  const from = cursor.token.from
  let left = part()
  while (cursor.keyword(kind === 'and' ? 'AND' : 'OR')) {
    const right = part()
    left = build(cursor, { kind, left, right }, from, left, right)
  }
  return left
}

function parseNot(cursor: Cursor): Condition {
  const from = cursor.token.from
  if (!cursor.keyword('NOT')) return parsePredicate(cursor)
  const condition = cursor.nested(() => parseNot(cursor))
  return build(cursor, { kind: 'not', condition }, from, condition)
}

function parsePredicate(cursor: Cursor): Condition {
  const from = cursor.token.from
  if (!cursor.mark('(')) return parseTest(cursor, parseScalar(cursor), from)
  const inner = cursor.nested(() => parseCondition(cursor))
  cursor.require(cursor.mark(')'))
  // `(a) + 1 = 2` goes on, `(a = 1)` is done: only a scalar in parentheses is an operand.
  return isScalar(inner) ? parseTest(cursor, parseOperators(cursor, inner, from, 'elsewhere'), from) : inner
}

function isScalar(condition: Condition): condition is Expression {
  return !['comparison', 'alias', 'and', 'or', 'not', 'in'].includes(condition.kind)
}

function parseTest(cursor: Cursor, subject: Expression, from: number): Condition {
  const next = cursor.ahead(1)
  const isNotIn = next?.kind === 'keyword' && next.keyword === 'IN' && cursor.keyword('NOT')
  cursor.expect('NOT')
  if (!cursor.keyword('IN')) return parseValueFrom(cursor, subject, from)
  cursor.require(cursor.mark('('))
  const candidates: Expression[] = []
  do candidates.push(cursor.nested(() => parseValue(cursor)))
  while (cursor.mark(','))
  cursor.require(cursor.mark(')'))
  const membership = build(cursor, { kind: 'in', subject, candidates }, from, subject, ...candidates)
  return isNotIn ? build(cursor, { kind: 'not', condition: membership }, from, membership) : membership
}

/** A field of SELECT, FOREACH or DO that is not `*`. */
export function parseField(cursor: Cursor): Expression {
  const from = cursor.token.from
  cursor.expect('CASE')
  return startsCase(cursor) ? parseAlias(cursor, parseCaseGroup(cursor), from, 'as_optional') : parseValue(cursor)
}

function startsCase(cursor: Cursor): boolean {
  let places = 0
  for (;;) {
    const token = cursor.ahead(places)
    if (token?.kind === 'keyword') return token.keyword === 'CASE'
    if (token?.kind !== 'punctuation' || token.mark !== '(') return false
    places += 1
  }
}

function parseCaseGroup(cursor: Cursor): Case {
  if (!cursor.mark('(')) return parseCase(cursor)
  const inner = cursor.nested(() => parseCaseGroup(cursor))
  cursor.require(cursor.mark(')'))
  return inner
}
