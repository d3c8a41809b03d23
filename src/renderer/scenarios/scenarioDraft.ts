import {
  chapterScenario,
  type Scenario,
  type ScenarioAct,
  scenarioSchema,
  type ScenarioStepName
} from '../../shared/scenario.js'
import type { BackendName } from '../../shared/resourceTypes.js'

/** A scenario as it is written: one act after the other; which step each belongs to follows from what it is. */
export interface ScenarioDraft {
  readonly id: string
  readonly backend: BackendName
  readonly acts: readonly ScenarioAct[]
}

export const actKinds = [
  'ready',
  'disconnect',
  'publish',
  'stored',
  'connect',
  'delivered',
  'hold',
  'release',
  'acked',
  'deleted',
  'empty',
  'wait'
] as const
export type ActKind = (typeof actKinds)[number]

export function kindOf(act: ScenarioAct): ActKind {
  if ('expect' in act) return act.expect
  if ('hold' in act) return act.hold ? 'hold' : 'release'
  if ('ready' in act) return 'ready'
  if ('connect' in act) return 'connect'
  if ('disconnect' in act) return 'disconnect'
  return 'publish' in act ? 'publish' : 'wait'
}

export function freshAct(kind: ActKind): ScenarioAct {
  switch (kind) {
    case 'ready':
      return { ready: 'store' }
    case 'connect':
      return { connect: 'subscriber' }
    case 'disconnect':
      return { disconnect: 'subscriber' }
    case 'publish':
      return { publish: { payload: '{"msg":"hello","run":"{{run}}"}', qos: 1 } }
    case 'hold':
    case 'release':
      return { hold: kind === 'hold' }
    case 'wait':
      return { wait: 1000 }
    default:
      return { expect: kind }
  }
}

/** The step of a message's way that an act belongs to; a pause belongs to whatever it stands in. */
const stepByKind: Readonly<Record<ActKind, ScenarioStepName | undefined>> = {
  ready: 'prepare',
  disconnect: 'prepare',
  publish: 'save',
  stored: 'save',
  connect: 'subscribe',
  delivered: 'deliver',
  hold: undefined,
  release: 'ack',
  acked: 'ack',
  deleted: 'delete',
  empty: 'delete',
  wait: undefined
}

export function draftOf({ id, backend, steps }: Scenario): ScenarioDraft {
  return { id, backend, acts: steps.flatMap(({ run }) => run) }
}

/** Acts of the same step that follow each other are one step. */
export function scenarioOf({ id, backend, acts }: ScenarioDraft): Scenario {
  const steps: Scenario['steps'] = []
  for (const act of acts) {
    const last = steps.at(-1)
    const step = stepByKind[kindOf(act)] ?? last?.step ?? 'prepare'
    if (last?.step === step) last.run.push(act)
    else steps.push({ step, run: [act] })
  }
  return { id: id.trim(), backend, steps }
}

/** What a new one begins with: the chapter's cycle. */
export function freshScenario(backend: BackendName, known: readonly Scenario[]): ScenarioDraft {
  const kinds = [
    'disconnect',
    'ready',
    'publish',
    'stored',
    'connect',
    'delivered',
    'acked',
    'deleted',
    'empty'
  ] as const
  return { id: freeName('scenario', known), backend, acts: kinds.map(freshAct) }
}

/** The name itself where it is free, else with a number. */
export function freeName(name: string, known: readonly Scenario[]): string {
  const isTaken = (id: string): boolean => id === chapterScenario || known.some((each) => each.id === id)
  let number = 2
  while (isTaken(`${name}-${number}`)) number++
  return isTaken(name) ? `${name}-${number}` : name
}

/** Whether it can be kept under its name; `others` are those besides it. */
export function isComplete(draft: ScenarioDraft, others: readonly Scenario[]): boolean {
  const parsed = scenarioSchema.safeParse(scenarioOf(draft))
  return parsed.success && parsed.data.id !== chapterScenario && !others.some(({ id }) => id === parsed.data.id)
}
