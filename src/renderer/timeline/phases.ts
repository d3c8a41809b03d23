import type { Life, Step, StepName } from '../../shared/life.js'

/** The way of a message, left to right; each is a column of the timeline. */
export const phaseNames = ['published', 'matched', 'saved', 'delivered', 'acked', 'deleted'] as const
export type PhaseName = (typeof phaseNames)[number]

/** How a step looks: its colour and shape are the same in every view. */
export const toneNames = [
  'published',
  'matched',
  'saved',
  'waiting',
  'delivered',
  'acked',
  'deleted',
  'failed',
  'none'
] as const
export type Tone = (typeof toneNames)[number]

export interface Mark {
  readonly step: Step
  readonly tone: Tone
  /** Time since the step before it, ms; undefined for the first. */
  readonly after: number | undefined
}

const placeOf: Readonly<Record<StepName, { readonly phase: PhaseName; readonly tone: Tone }>> = {
  published: { phase: 'published', tone: 'published' },
  matched: { phase: 'matched', tone: 'matched' },
  unmatched: { phase: 'matched', tone: 'none' },
  saved: { phase: 'saved', tone: 'saved' },
  not_saved: { phase: 'saved', tone: 'none' },
  save_waiting: { phase: 'saved', tone: 'waiting' },
  save_failed: { phase: 'saved', tone: 'failed' },
  fetched: { phase: 'delivered', tone: 'waiting' },
  delivered: { phase: 'delivered', tone: 'delivered' },
  acked: { phase: 'acked', tone: 'acked' },
  deleted: { phase: 'deleted', tone: 'deleted' },
  delete_failed: { phase: 'deleted', tone: 'failed' }
}

export function toneOf(step: StepName): Tone {
  return placeOf[step].tone
}

/**
 * The steps of a life by phase, with the time since the one before that is shown. What only led to a step (waiting to be saved, fetched to be
 * delivered) is left out once that step has been taken.
 */
export function phasesOf(life: Life): Readonly<Record<PhaseName, readonly Mark[]>> {
  const steps = [...life.steps].sort((a, b) => a.at - b.at)
  const phases: Record<PhaseName, Mark[]> = {
    published: [],
    matched: [],
    saved: [],
    delivered: [],
    acked: [],
    deleted: []
  }
  const settled = new Set(steps.flatMap(({ step }) => (placeOf[step].tone === 'waiting' ? [] : [placeOf[step].phase])))
  let before: Step | undefined
  for (const step of steps) {
    const { phase, tone } = placeOf[step.step]
    if (tone === 'waiting' && settled.has(phase)) continue
    phases[phase].push({ step, tone, after: before === undefined ? undefined : step.at - before.at })
    before = step
  }
  return phases
}

export const filterNames = ['all', 'stored', 'done', 'failed', 'not_stored'] as const
export type FilterName = (typeof filterNames)[number]

/** Where a message stands, for the filter above the timeline. */
export function standingOf(life: Life): Exclude<FilterName, 'all'> {
  const has = (...names: readonly StepName[]) => life.steps.some(({ step }) => names.includes(step))
  if (has('save_failed', 'delete_failed')) return 'failed'
  if (has('deleted')) return 'done'
  if (has('saved', 'save_waiting', 'fetched')) return 'stored'
  return 'not_stored'
}
