import { describe, expect, test } from 'vitest'
import { askLine, pairsOf } from '../../../src/renderer/guide/askLine.js'
import { placeBeside } from '../../../src/renderer/guide/place.js'
import { type Scene, sceneOf, type SceneParts } from '../../../src/renderer/guide/scene.js'
import { steps } from '../../../src/renderer/guide/steps.js'
import { stepsOf, type Tour } from '../../../src/renderer/guide/tour.js'
import { nextView } from '../../../src/renderer/stores/lookView.js'
import type { Life, Step } from '../../../src/shared/life.js'
import type { BackendName } from '../../../src/shared/resourceTypes.js'
import { fakeSnapshot } from '../fakeSnapshot.js'

const { subscribers, resources, rules, servers } = fakeSnapshot()
const online = subscribers.map((view) => ({ ...view, state: 'online' as const }))

function life(at: number, ...taken: Omit<Step, 'at'>[]): Life {
  const preview = new Uint8Array()
  const timed = taken.map((step, index) => ({ ...step, at: at + index }))
  return { id: `A${at}`, topic: 't/1', from: 'p', qos: 1, retain: false, preview, size: 0, at, steps: timed }
}

function scene(parts: Partial<SceneParts> = {}, backend: BackendName = 'pgsql', resourceId?: string): Scene {
  const tour: Tour = { backend, resourceId, step: 'server', startedAt: 100 }
  return sceneOf(tour, { resources, servers, looks: {}, rules, lives: [], subscribers, ...parts })
}

/** The first step that is not done. */
function reached(seen: Scene): string | undefined {
  return stepsOf(seen.backend).find((name) => !steps[name].isDone(seen))
}

const look = { resourceId: 'pg', statement: '', columns: [], rows: [], at: 0 }
const looks = { pg: nextView(undefined, look, 0) }

describe('what is there says which step is next', () => {
  test('a backend without a resource begins with its server, and Redis has no table', () => {
    expect(reached(scene({}, 'redis'))).toBe('server')
    expect(stepsOf('redis')).not.toContain('table')
    expect(steps.server.target(scene({}, 'redis'), undefined)).toEqual(['server', 'redis'])
    expect(steps.server.target(scene({}, 'redis'), 'new')).toEqual(['resource-save'])
  })

  test('a resource has to be reached, then to have its table, then a rule that runs', () => {
    const down = resources.map((view) => ({ ...view, state: 'down' as const }))
    expect(reached(scene({ resources: down }))).toBe('test')
    expect(reached(scene())).toBe('table')
    const failed = nextView(undefined, { ...look, error: { code: 'store_table_missing', data: {} } }, 0)
    expect(reached(scene({ looks: { pg: failed } }))).toBe('table')
    expect(reached(scene({ looks, rules: [] }))).toBe('rule')
    const off = rules.map((view) => ({ ...view, rule: { ...view.rule, enabled: false } }))
    expect(reached(scene({ looks, rules: off }))).toBe('rule')
  })

  test('first nobody may listen, then something is published, and each step of the message leads on', () => {
    expect(reached(scene({ looks, subscribers: online }))).toBe('alone')
    expect(reached(scene({ looks }))).toBe('publish')
    const way: Omit<Step, 'at'>[] = [
      { step: 'published' },
      { step: 'saved', by: 'pg' },
      { step: 'delivered' },
      { step: 'acked' },
      { step: 'deleted', by: 'pg' }
    ]
    const seen = way.map((_step, index) =>
      reached(scene({ looks, lives: [life(100, { step: 'matched' }, ...way.slice(0, index + 1))] }))
    )
    expect(seen).toEqual(['stored', 'connect', 'acked', 'gone', undefined])
  })

  test('what was published before, or saved elsewhere, does not count', () => {
    expect(reached(scene({ looks, lives: [life(50, { step: 'published' })] }))).toBe('publish')
    expect(reached(scene({ looks, lives: [life(100, { step: 'saved', by: 'other' })] }))).toBe('stored')
  })

  test('what will never be saved says why, and another one is asked for', () => {
    const notSaved = life(100, { step: 'matched' }, { step: 'not_saved', reason: 'qos0' })
    expect(scene({ lives: [notSaved] }).obstacle).toMatchObject({ reason: 'qos0' })
    expect(reached(scene({ looks, lives: [notSaved] }))).toBe('publish')
    const unmatched = life(200, { step: 'unmatched', reason: 'no_rule' })
    expect(scene({ lives: [unmatched] }).obstacle).toMatchObject({ reason: 'no_rule' })
    const another = life(300, { step: 'matched' }, { step: 'saved', by: 'pg' })
    expect(scene({ lives: [notSaved, another] }).obstacle).toBeUndefined()
  })

  test('the topic is the one that the rule names, and the subscriber one that gets it', () => {
    const named = rules.map((view) => ({ ...view, rule: { ...view.rule, rawsql: `SELECT * FROM "a/+/#"` } }))
    expect(scene({ rules: named })).toMatchObject({ topic: 'a/1/1', subscriber: undefined })
    expect(scene()).toMatchObject({ topic: 't/1', subscriber: { subscriber: { id: 'subscriber-1' } } })
  })
})

test("the store is asked in the backend's own words", () => {
  const lives = [life(100)]
  expect(askLine(scene())).toBeUndefined()
  expect(askLine(scene({ lives }))).toBe(`select * from mqtt_msg where msgid = 'A100'`)
  expect(askLine(scene({ lives }, 'mongo'))).toBe(`db.mqtt_msg.find({ msgid: 'A100' })`)
  expect(askLine(scene({ lives }, 'redis'))).toBe('KEYS mqtt:msg*')
  const [view] = resources
  const redis = view && { ...view, resource: { ...view.resource, id: 'r', type: 'backend_redis_single' as const } }
  const rows = [{ key: 'mqtt:msg:1', messageId: 'A100', cells: [] }]
  const seen = { r: nextView(undefined, { ...look, resourceId: 'r', rows }, 0) }
  expect(askLine(scene({ lives, looks: seen, resources: redis ? [redis] : [] }, 'redis'))).toBe('HGETALL mqtt:msg:1')

  const hash = {
    columns: ['field', 'value'],
    rows: [
      ['topic', 't/1'],
      ['qos', 1]
    ],
    isCut: false
  }
  const pairs = [
    ['topic', 't/1'],
    ['qos', '1']
  ]
  expect(pairsOf('HGETALL x', hash)).toEqual(pairs)
  expect(pairsOf('select', { columns: ['topic', 'qos'], rows: [['t/1', 1]], isCut: false })).toEqual(pairs)
})

describe('the note about a control', () => {
  const view = { width: 1000, height: 700 }
  const note = { width: 300, height: 200 }
  const covers = (target: { left: number; top: number; width: number; height: number }): boolean => {
    const { left, top } = placeBeside(target, note, view)
    const isBeside = left >= target.left + target.width || left + note.width <= target.left
    return !(isBeside || top >= target.top + target.height || top + note.height <= target.top)
  }

  test('never covers it, wherever it stands', () => {
    for (const left of [0, 400, 900])
      for (const top of [0, 330, 660]) {
        expect(covers({ left, top, width: 100, height: 40 }), `${left} ${top}`).toBe(false)
      }
    expect(covers({ left: 0, top: 100, width: 600, height: 600 })).toBe(false)
  })

  test('stays in the window, also for a control that fills it or is not there', () => {
    expect(placeBeside({ left: 0, top: 0, width: 1000, height: 700 }, note, view)).toEqual({ left: 12, top: 488 })
    expect(placeBeside(undefined, note, view)).toEqual({ left: 688, top: 488 })
  })
})
