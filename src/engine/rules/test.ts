import { isTopicSource } from '../../rulesql/events.js'
import { AppError, type ErrorInfo } from '../../shared/errors.js'
import { compileRule } from './compile.js'
import { parseJson } from './json.js'
import { printJson } from './jsonText.js'
import { sampleEvent } from './sample.js'
import { type Term, isMap, toValue } from './term.js'
import { sourceFor } from './testColumns.js'
import type { CompiledRule, RuleEvent, Value } from './types.js'

/** What EMQX's SQL tester answers. */
export type TestAnswer =
  | { readonly outcome: 'output'; readonly json: string }
  /** No FROM entry fits the topic, or WHERE is false. */
  | { readonly outcome: 'no_match'; readonly because: 'from' | 'where' }
  | { readonly outcome: 'error'; readonly error: ErrorInfo }

/** The columns of an event for a test: an object, or its JSON text, in which `1.0` stays a float. */
export type TestColumns = Readonly<Record<string, unknown>> | string

export interface TestOptions {
  /** The FROM entry whose event is made; the first one of the statement when left out, as EMQX does. */
  readonly source?: string | undefined
  /** As the broker would: the event has to fit FROM, and names of events, reasons and results are atoms. */
  readonly live?: boolean | undefined
}

/** A statement and the event that it is tested with. */
export interface RuleTest {
  readonly rule: CompiledRule
  readonly event: RuleEvent
  /** Whether the event comes to the rule. */
  readonly isHeard: boolean
}

/**
 * Runs a statement against the sample event of its first FROM entry, with the given columns over the sample's. The
 * result is one object for SELECT and a list for FOREACH.
 */
export function testRule(rawsql: string, columns: TestColumns): TestAnswer {
  try {
    return answerOf(prepareTest(rawsql, columns))
  } catch (error) {
    return { outcome: 'error', error: AppError.from(error).toInfo() }
  }
}

/** Throws `rule_syntax`, and `rule_evaluation` for columns that are no object. */
export function prepareTest(rawsql: string, columns: TestColumns, options: TestOptions = {}): RuleTest {
  const { live = false } = options
  const rule = compileRule(rawsql)
  const event = sampleEvent(options.source ?? rule.sources[0] ?? '', columnsOf(columns), live)
  // Only where all of FROM are plain topics does EMQX's tester look at the topic.
  const isChecked = live || rule.sources.every(isTopicSource)
  return { rule, event, isHeard: !isChecked || sourceFor(rule.sources, event) !== undefined }
}

/** Throws `rule_evaluation`. */
export function answerOf({ rule, event, isHeard }: RuleTest): TestAnswer {
  if (!isHeard) return { outcome: 'no_match', because: 'from' }
  const result = rule.evaluate(event, 'test_rule')
  if (result.kind === 'no_result') {
    return result.because === 'nothing' ? { outcome: 'output', json: '[]' } : { outcome: 'no_match', because: 'where' }
  }
  const outputs = result.outputs.map((output) => printJson(output.toMap()))
  return { outcome: 'output', json: rule.isForeach ? `[${outputs.join(',')}]` : (outputs[0] ?? '{}') }
}

function columnsOf(columns: TestColumns): ReadonlyMap<string, Value> {
  const parsed = typeof columns === 'string' ? parseJson(columns) : termOf(columns)
  if (!isMap(parsed)) throw new AppError('rule_evaluation', { reason: 'the event is no object' })
  return new Map([...parsed].map(([name, value]) => [name, toValue(value)]))
}

/** A plain JavaScript value; whole numbers are integers. */
function termOf(value: unknown): Term {
  if (value === undefined || value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (typeof value === 'bigint' || typeof value === 'string' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(termOf)
  if (typeof value !== 'object') return undefined
  return new Map(Object.entries(value).map(([key, member]) => [key, termOf(member)]))
}
