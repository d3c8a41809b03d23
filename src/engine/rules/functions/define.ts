import type { Row } from '../row.js'
import { type Term, type TermMap, fail, isBinary, isList, isMap, isNumber } from '../term.js'

/**
 * One function of rule SQL. Its arguments come with bytes as text where they are text; the row is what the event's own
 * functions read. Throws `rule_evaluation` for arguments that it does not take.
 */
export interface Implementation {
  readonly least: number
  readonly most: number
  readonly run: (values: readonly Term[], row: Row) => Term
}

/**
 * A function that takes so many arguments, or between `least` and `most` of them. What may be left out may not be given
 * as undefined: that is another value to EMQX, which no function takes there.
 */
export function takes(least: number, run: (...values: readonly Term[]) => Term, most: number = least): Implementation {
  return {
    least,
    most,
    run: (values) => (values.slice(least).includes(undefined) ? fail('function_clause') : run(...values))
  }
}

/** As `takes`, for functions to which undefined is a value like any other. */
export function takesAny(least: number, run: (...values: readonly Term[]) => Term, most: number): Implementation {
  return { least, most, run: (values) => run(...values) }
}

/** A function that reads the event. */
export function reads(least: number, run: (row: Row, ...values: readonly Term[]) => Term): Implementation {
  return { least, most: least, run: (values, row) => run(row, ...values) }
}

/*
 * What EMQX's guards let pass; anything else is its function_clause.
 */

export function integer(term: Term): bigint {
  return typeof term === 'bigint' ? term : fail('function_clause')
}

export function number(term: Term): bigint | number {
  return isNumber(term) ? term : fail('function_clause')
}

export function binary(term: Term): string | Uint8Array {
  return isBinary(term) ? term : fail('function_clause')
}

/** Text; bytes that are none are refused, where EMQX's text functions fail on them. */
export function text(term: Term): string {
  return typeof term === 'string' ? term : fail('function_clause')
}

export function list(term: Term): readonly Term[] {
  return isList(term) ? term : fail('function_clause')
}

export function map(term: Term): TermMap {
  return isMap(term) ? term : fail('badmap')
}
