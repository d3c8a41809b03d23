import { resourceParameter } from '../../shared/actionTypes.js'
import type { ScenarioState } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import type { Scenario } from '../../shared/scenario.js'
import type { Rule } from '../../shared/workspace.js'
import { type Actors, failed, pause, Stage } from './stage.js'

export interface PlayOptions {
  /** Pause between steps, ms, so that a person can follow. */
  readonly pace: number
  readonly onState: (state: ScenarioState) => void
}

/** Plays a scenario step by step and stops at the first that does not happen. Resolves to how it ended. */
export async function play(scenario: Scenario, actors: Actors, { pace, onState }: PlayOptions): Promise<ScenarioState> {
  const stage = new Stage(actors)
  const wasHolding = actors.subscriber.view().holdAck
  const state: ScenarioState = {
    scenario: scenario.id,
    running: true,
    steps: scenario.steps.map(({ step }) => ({ step, state: 'waiting' }))
  }
  const tell = () => onState(structuredClone(state))
  for (const [index, { run }] of scenario.steps.entries()) {
    const entry = state.steps[index]
    if (entry === undefined) break
    entry.state = 'running'
    tell()
    const began = performance.now()
    try {
      for (const act of run) {
        actors.signal.throwIfAborted()
        entry.detail = await stage.act(act)
      }
      entry.state = 'ok'
    } catch (error) {
      entry.state = 'failed'
      const { code, data, detail } = AppError.from(error).toInfo()
      entry.error = detail === undefined ? { code, data: { ...data } } : { code, data: { ...data }, detail }
    }
    entry.ms = performance.now() - began
    tell()
    if (entry.state === 'failed') break
    if (pace > 0) await pause(pace, actors.signal)
  }
  state.running = false
  if (actors.subscriber.view().holdAck !== wasHolding) actors.subscriber.holdAcks(wasHolding)
  tell()
  return state
}

/** The topic that a rule's first filter stands for: `t/#` is played on `t/1`. */
export function topicFor(rule: Rule, sources: readonly string[]): string {
  const filter = sources.find((source) => !source.startsWith('$'))
  if (filter === undefined) throw failed('prepare', `rule ${rule.id} names no topic`)
  return filter.replaceAll('#', '1').replaceAll('+', '1')
}

/** The first enabled rule that saves into a resource. */
export function ruleFor(rules: readonly Rule[], resourceId: string): Rule {
  const rule = rules.find(
    ({ enabled, actions }) => enabled && actions.some(({ params }) => params[resourceParameter] === resourceId)
  )
  if (rule === undefined) throw failed('prepare', `no enabled rule saves into ${resourceId}`)
  return rule
}
