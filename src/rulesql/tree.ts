import type { ArithmeticOperator, ComparisonOperator } from './tokens.js'

/**
 * The syntax tree of rule SQL: plain frozen objects, equal when they mean the same. Where a node stands in the text is
 * kept beside the tree (`rangeOf`), so that it takes no part in equality.
 */

export type Constant = bigint | number | string | boolean

export interface Literal {
  readonly kind: 'literal'
  /** An integer is bigint, a float number. */
  readonly value: Constant
}
export interface Variable {
  readonly kind: 'variable'
  readonly name: string
}
export interface Path {
  readonly kind: 'path'
  /** At least two; the first is a key. */
  readonly steps: readonly Step[]
}
export type Step = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'index'; readonly index: Index }
/** `[0]` and `[-0]` are the places before the first and after the last element when written to. */
export type Index = { readonly kind: 'head' } | { readonly kind: 'tail' } | Literal | Variable | Path
/** What AS, a function call or an index can name; a boolean only parses, it fails at run time. */
export type Reference = Variable | Path | Literal

export interface ListLiteral {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}
/** `[1..3]` */
export interface Range {
  readonly kind: 'range'
  readonly first: bigint
  readonly last: bigint
}
/** `a.b[1..3]` */
export interface Slice {
  readonly kind: 'slice'
  readonly target: Reference
  readonly first: bigint
  readonly last: bigint
}
export interface Unary {
  readonly kind: 'unary'
  readonly operator: '+' | '-'
  readonly operand: Expression
}
export interface Arithmetic {
  readonly kind: 'arithmetic'
  readonly operator: ArithmeticOperator
  readonly left: Expression
  readonly right: Expression
}
export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: ComparisonOperator
  readonly left: Expression
  readonly right: Expression
}
export interface Call {
  readonly kind: 'call'
  readonly callee: Reference
  readonly parameters: readonly Expression[]
}
export interface Case {
  readonly kind: 'case'
  /** Of `CASE x WHEN …`; undefined for `CASE WHEN …`. */
  readonly subject: Expression | undefined
  readonly branches: readonly Branch[]
  readonly otherwise: Expression | undefined
}
export interface Branch {
  readonly when: Condition
  readonly result: Expression
}
/** `x AS y`. Only a field can run with one; elsewhere EMQX parses it and fails at run time. */
export interface Alias {
  readonly kind: 'alias'
  readonly expression: Expression
  readonly target: Reference
}

export type Expression =
  Literal | Variable | Path | ListLiteral | Range | Slice | Unary | Arithmetic | Comparison | Call | Case | Alias

export interface Logical {
  readonly kind: 'and' | 'or'
  readonly left: Condition
  readonly right: Condition
}
export interface Not {
  readonly kind: 'not'
  readonly condition: Condition
}
export interface Membership {
  readonly kind: 'in'
  readonly subject: Expression
  readonly candidates: readonly Expression[]
}
export type Condition = Expression | Logical | Not | Membership

export interface Star {
  readonly kind: 'star'
}
export type Field = Expression | Star

export interface Select {
  readonly kind: 'select'
  readonly fields: readonly Field[]
  readonly sources: readonly Source[]
  readonly where: Condition | undefined
}
export interface Foreach {
  readonly kind: 'foreach'
  readonly fields: readonly Field[]
  readonly each: readonly Field[] | undefined
  readonly incase: Condition | undefined
  readonly sources: readonly Source[]
  readonly where: Condition | undefined
}
export type Statement = Select | Foreach

/** One entry of FROM: a topic filter or `$events/…`. */
export interface Source {
  readonly kind: 'source'
  readonly topic: string
}

export type Node = Statement | Source | Field | Condition

export interface TextRange {
  /** Offsets in UTF-16 units; `to` is exclusive. */
  readonly from: number
  readonly to: number
}

const ranges = new WeakMap<object, TextRange>()

/** Freezes a node and remembers where it stands. */
export function located<N extends Node>(node: N, from: number, to: number): N {
  Object.freeze(node)
  ranges.set(node, { from, to })
  return node
}

/** Where a parsed node stands in its statement; undefined for a node that was not parsed. */
export function rangeOf(node: Node): TextRange | undefined {
  return ranges.get(node)
}
