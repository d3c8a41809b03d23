import { AppError, type ErrorInfo } from '../../shared/errors.js'
import { compileRule } from './compile.js'
import { parseJson } from './json.js'
import { printJson } from './jsonText.js'
import { sampleEvent } from './sample.js'
import { isTopicSource } from '../../rulesql/events.js'
import { type Term, isMap, toValue } from './term.js'
import { topicMatcher } from './topicFilter.js'
import type { CompiledRule, RuleEvent, Value } from './types.js'
import { textOf } from './value.js'

/** What EMQX's SQL tester answers. */
export type RuleTestResult =
  | { readonly outcome: 'output'; readonly json: string }
  | { readonly outcome: 'no_match' }
  | { readonly outcome: 'error'; readonly error: ErrorInfo }

/** The columns of an event for a test: an object, or its JSON text, in which `1.0` stays a float. */
export type TestColumns = Readonly<Record<string, unknown>> | string

/**
 * Runs a statement against the sample event of its first FROM entry, with the given columns over the sample's. The
 * result is one object for SELECT and a list for FOREACH.
 */
export function testRule(rawsql: string, columns: TestColumns): RuleTestResult {
  try {
    const rule = compileRule(rawsql)
    const event = sampleEvent(rule.sources[0] ?? '', columnsOf(columns))
    return matchesSources(rule, event) ? evaluate(rule, event) : { outcome: 'no_match' }
  } catch (error) {
    return { outcome: 'error', error: AppError.from(error).toInfo() }
  }
}

/** Only where all of FROM are plain topics does the tester look at the topic. */
function matchesSources({ sources }: CompiledRule, event: RuleEvent): boolean {
  if (!sources.every(isTopicSource)) return true
  const topic = textOf(event.get('topic')) ?? ''
  return sources.some((source) => topicMatcher(source)(topic))
}

function evaluate(rule: CompiledRule, event: RuleEvent): RuleTestResult {
  const result = rule.evaluate(event, 'test_rule')
  if (result.kind === 'no_result') {
    return result.because === 'nothing' ? { outcome: 'output', json: '[]' } : { outcome: 'no_match' }
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
