import { expect, test } from 'vitest'
import { chapters } from '../../../src/engine/scenarios/chapters.js'
import {
  actKinds,
  draftOf,
  freeName,
  freshAct,
  freshScenario,
  isComplete,
  kindOf,
  scenarioOf
} from '../../../src/renderer/scenarios/scenarioDraft.js'
import { scenarioSchema, scenariosSchema, scenarioText } from '../../../src/shared/scenario.js'

test('a chapter’s scenario that is taken apart is put together as it was, and a file of it is read as it was', () => {
  for (const scenario of Object.values(chapters)) {
    expect(scenarioOf(draftOf(scenario))).toEqual(scenario)
    expect(scenarioSchema.parse(JSON.parse(scenarioText(scenario)))).toEqual(scenario)
  }
})

test('every kind of act is what it says it is, and fits the schema', () => {
  expect(actKinds.map((kind) => kindOf(freshAct(kind)))).toEqual([...actKinds])
  const all = scenarioOf({ id: 'all', backend: 'pgsql', acts: actKinds.map(freshAct) })
  expect(scenarioSchema.parse(all)).toEqual(all)
})

test('what holds or waits belongs to the step that it stands in', () => {
  const kinds = ['wait', 'publish', 'hold', 'connect', 'wait', 'delivered', 'stored', 'release', 'acked'] as const
  const { steps } = scenarioOf({ id: 'x', backend: 'pgsql', acts: kinds.map(freshAct) })
  expect(steps.map(({ step, run }) => `${step} ${run.map(kindOf).join(' ')}`)).toEqual([
    'prepare wait',
    'save publish hold',
    'subscribe connect wait',
    'deliver delivered',
    'save stored',
    'ack release acked'
  ])
})

test('names are those of one scenario each, and none is the chapter’s', () => {
  const one = scenarioOf(freshScenario('redis', []))
  expect(one).toMatchObject({ id: 'scenario', backend: 'redis' })
  expect(freeName('scenario', [one])).toBe('scenario-2')
  expect(freeName('chapter', [])).toBe('chapter-2')
  expect(isComplete(draftOf(one), [])).toBe(true)
  expect(isComplete(draftOf(one), [one])).toBe(false)
  expect(isComplete({ ...draftOf(one), id: 'chapter' }, [])).toBe(false)
  expect(isComplete({ ...draftOf(one), id: ' ' }, [])).toBe(false)
  expect(isComplete({ ...draftOf(one), acts: [] }, [])).toBe(false)
  expect(scenariosSchema.safeParse([one, one]).success).toBe(false)
  expect(scenariosSchema.safeParse([{ ...one, id: 'chapter' }]).success).toBe(false)
})
