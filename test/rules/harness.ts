import { compileRule } from '../../src/engine/rules/compile.js'
import { printJson } from '../../src/engine/rules/jsonText.js'
import { testRule } from '../../src/engine/rules/test.js'
import type { EventName, RuleEvent, Value } from '../../src/engine/rules/types.js'

/** An event that counts how often each of its columns is asked for. */
export class CountingEvent implements RuleEvent {
  readonly asked = new Map<string, number>()
  constructor(
    private readonly own: Readonly<Record<string, Value>>,
    readonly name: EventName = 'message.publish'
  ) {}

  get(column: string): Value {
    this.asked.set(column, (this.asked.get(column) ?? 0) + 1)
    return this.own[column]
  }

  columns(): readonly string[] {
    return Object.keys(this.own)
  }
}

/** The outputs of a statement for an event, as JSON; undefined where it does not match. */
export function outputsOf(sql: string, event: RuleEvent): string[] | undefined {
  const result = compileRule(sql).evaluate(event, 'rule')
  return result.kind === 'outputs' ? result.outputs.map((output) => printJson(output.toMap())) : undefined
}

/** The JSON of a tested statement's output, `no match`, or the reason why it failed. */
export function tested(sql: string, event: Readonly<Record<string, unknown>> | string = { topic: 't/a' }): string {
  const result = testRule(sql, event)
  if (result.outcome === 'output') return result.json
  return result.outcome === 'no_match' ? 'no match' : `${result.error.code}: ${String(result.error.data['reason'])}`
}
