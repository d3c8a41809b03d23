import type { Statement } from '../../rulesql/tree.js'
import type { RuleEventName } from '../../shared/ruleEventNames.js'
import type { Term } from './term.js'

/**
 * What the rest of the engine knows of rules. A rule is compiled once to closures; SQL test and the live path are
 * the same closures.
 */

/** The events of EMQX 4.4 that a rule can name, by the text of their `event` column. */
export type EventName = RuleEventName

/**
 * A value of rule SQL. Integers are bigint, floats are number: EMQX tells them apart (`1`, `1.0`). Text is a string, or
 * bytes where it is not valid UTF-8. `undefined` (no such column) is not JSON null.
 */
export type Value =
  undefined | null | boolean | bigint | number | string | Uint8Array | readonly Value[] | ReadonlyMap<string, Value>

/** One event as rules see it: a column is computed when a rule asks for it. */
export interface RuleEvent {
  readonly name: EventName
  get(column: string): Value
  /** All columns that `SELECT *` copies, without `metadata`, which is the rule's own. */
  columns(): readonly string[]
  /** The text columns that are atoms in EMQX (`event`, `reason`, …); absent: those that are in all its events. */
  readonly atoms?: ReadonlySet<string>
  /** The payload as JSON, once a rule has asked for it: it is decoded once for all rules. */
  decoded?: DecodedPayload | undefined
}

/** What became of a payload: a value, or why it is none. */
export interface DecodedPayload {
  readonly raw: string | Uint8Array
  readonly result: { readonly value: Term } | { readonly error: unknown }
}

/** One output of a rule, the selected columns; with `SELECT *` it reads through to the event. */
export interface Output {
  /** Whether it is the event as it came, nothing selected over it. */
  readonly isEvent: boolean
  get(column: string): Value
  toMap(): ReadonlyMap<string, Value>
}

export type Evaluation =
  | { readonly kind: 'outputs'; readonly outputs: readonly Output[] }
  /** WHERE was false, or FOREACH had nothing to go through or INCASE let nothing pass. */
  | { readonly kind: 'no_result'; readonly because: 'where' | 'nothing' }

export interface CompiledRule {
  readonly statement: Statement
  /** The FROM entries as written, for instance `t/#` and `$events/message_acked`. */
  readonly sources: readonly string[]
  /** `all` with `SELECT *`; otherwise the top-level names that the output has. */
  readonly columns: 'all' | ReadonlySet<string>
  /** FOREACH: one output an element. */
  readonly isForeach: boolean
  /**
   * Throws an AppError `rule_evaluation` (data: reason) where EMQX would count an exception. Does not look at FROM:
   * that is the table's work.
   */
  evaluate(event: RuleEvent, ruleId: string): Evaluation
}
