import type { AppError } from '../../shared/errors.js'
import type { Log } from '../log.js'
import type { Output } from '../rules/types.js'
import type { LiveAction, LiveRule } from './liveRule.js'
import type { Occasion } from './occasion.js'

/** Why an action failed; QoS 0 is the quiet reason: counted, and silent in the log (EMQX 4.4.16). */
export type Failure = AppError | 'qos0'

/** To be called once, when it is known how an action went. */
export type Settle = (failure?: Failure) => void

/** Does what one kind of action is for. */
export type Perform = (action: LiveAction, output: Output, occasion: Occasion, settle: Settle) => void

/** Takes the actions of rules as EMQX does (emqx_rule_runtime): in order, with fallbacks, and counted. */
export class Actions {
  constructor(
    private readonly perform: Perform,
    private readonly log: Log
  ) {}

  /** The actions for each output of a rule. */
  run(live: LiveRule, outputs: readonly Output[], occasion: Occasion): void {
    if (live.rule.on_action_failed === 'stop') return this.runUntilFailure(live, outputs, occasion)
    for (const output of outputs) for (const action of live.actions) this.take(action, output, occasion)
  }

  /** Each action waits for the one before. Where one fails the rest is left, and the rule counts an exception. */
  private runUntilFailure(live: LiveRule, outputs: readonly Output[], occasion: Occasion): void {
    const { actions, counters } = live
    const release = occasion.hold()
    let next = 0
    let isBusy = false
    const goOn = (): void => {
      // Many that are done at once must not fill the stack.
      for (isBusy = true; isBusy; next += 1) {
        const output = outputs[Math.floor(next / actions.length)]
        const action = actions[next % actions.length]
        if (output === undefined || action === undefined) return release()
        isBusy = false
        let isTaking = true
        this.take(action, output, occasion, (isFailed) => {
          if (isFailed) {
            counters.exception += 1
            release()
          } else if (isTaking) isBusy = true
          else goOn()
        })
        isTaking = false
      }
    }
    goOn()
  }

  private take(action: LiveAction, output: Output, occasion: Occasion, done?: (isFailed: boolean) => void): void {
    const { counters } = action
    counters.taken += 1
    occasion.record?.note(action, 'waiting')
    this.perform(action, output, occasion, (failure) => {
      if (failure === undefined) {
        counters.success += 1
        occasion.record?.note(action, 'success')
        return done?.(false)
      }
      counters.failed += 1
      this.tell(action, failure, occasion)
      if (!occasion.isOver) for (const fallback of action.fallbacks) this.take(fallback, output, occasion)
      done?.(true)
    })
  }

  private tell(action: LiveAction, failure: Failure, { record }: Occasion): void {
    if (failure === 'qos0') return record?.note(action, 'failed', 'qos0')
    const { code, data, detail } = failure.toInfo()
    record?.note(action, 'failed', code, data, detail)
    const { name, rule, resourceId } = action
    const place = { rule, action: name, ...(resourceId === undefined ? {} : { resource: resourceId }) }
    this.log.write('warn', 'rule', code, { ...place, ...data }, detail)
  }
}
