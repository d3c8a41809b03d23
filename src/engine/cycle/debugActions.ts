import type { Log } from '../log.js'
import { printShort } from '../rules/jsonText.js'
import type { Output } from '../rules/types.js'
import type { LiveAction } from './liveRule.js'
import type { Occasion } from './occasion.js'

/** The action `inspect`: EMQX prints to its console what the action was given; here it goes to the log. */
export function inspect(action: LiveAction, output: Output, { event }: Occasion, log: Log): void {
  log.write('info', 'rule', 'inspected', { rule: action.rule, event: event.name }, printShort(output.toMap()))
}
