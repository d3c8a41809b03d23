import { describe, expect, test } from 'vitest'
import { phasesOf, standingOf } from '../../../src/renderer/timeline/phases.js'
import { mergeLives } from '../../../src/renderer/timeline/timelineStore.js'
import { stepNames, type Life, type Step } from '../../../src/shared/life.js'

function life(steps: readonly Step[], id = 'A'): Life {
  return {
    id,
    topic: 't/1',
    from: 'p',
    qos: 1,
    retain: false,
    preview: new Uint8Array(),
    size: 0,
    at: 0,
    steps: [...steps]
  }
}

const published: Step = { step: 'published', at: 0, by: 'p' }
const matched: Step = { step: 'matched', at: 1, by: 'offline' }

describe('the phases of a message', () => {
  test('each step stands in its phase, with the time since the one before', () => {
    const phases = phasesOf(
      life([
        published,
        matched,
        { step: 'saved', at: 4, by: 'pg' },
        { step: 'delivered', at: 104, by: 's1' },
        { step: 'acked', at: 106, by: 's1' },
        { step: 'deleted', at: 110, by: 'pg' }
      ])
    )
    const times = Object.values(phases).map((marks) => marks.map(({ after }) => after))
    expect(times).toEqual([[undefined], [1], [3], [100], [2], [4]])
  })

  test('steps that came out of order are put in order', () => {
    const phases = phasesOf(life([{ step: 'saved', at: 5, by: 'pg' }, matched, published]))
    expect(phases.saved[0]?.after).toBe(4)
  })

  test('what only led to a step is left out once it was taken', () => {
    const waiting: Step = { step: 'save_waiting', at: 2, by: 'pg' }
    expect(phasesOf(life([published, waiting])).saved.map(({ tone }) => tone)).toEqual(['waiting'])
    const saved = phasesOf(life([published, waiting, { step: 'saved', at: 9, by: 'pg' }])).saved
    expect(saved.map(({ tone }) => tone)).toEqual(['saved'])
    expect(saved[0]?.after).toBe(9)
  })

  test('a delivery is told from the save on, however short the fetch before it was', () => {
    const { delivered } = phasesOf(
      life([
        published,
        { step: 'saved', at: 4, by: 'pg' },
        { step: 'fetched', at: 3000, by: 'pg' },
        { step: 'delivered', at: 3001, by: 's1' }
      ])
    )
    expect(delivered.map(({ after }) => after)).toEqual([2997])
  })

  test('every step there is has a place', () => {
    for (const step of stepNames) {
      const marks = Object.values(phasesOf(life([{ step, at: 0 }]))).flat()
      expect(marks.map((mark) => mark.step.step)).toEqual([step])
    }
  })

  test.each([
    ['not_stored', [published, { step: 'unmatched', at: 1, reason: 'no_rule' }]],
    ['stored', [published, { step: 'saved', at: 1 }]],
    ['done', [published, { step: 'saved', at: 1 }, { step: 'deleted', at: 2 }]],
    ['failed', [published, { step: 'saved', at: 1 }, { step: 'delete_failed', at: 2 }]]
  ] as const)('a message stands as %s', (standing, steps) => {
    expect(standingOf(life(steps as unknown as Step[]))).toBe(standing)
  })
})

test('a changed life takes the place of the one that is known, a new one comes at the end', () => {
  const a = life([published], 'A')
  const b = life([published], 'B')
  const newerA = life([published, matched], 'A')
  const c = life([published], 'C')
  expect(mergeLives([a, b], [newerA, c])).toEqual([newerA, b, c])
  const late = life([{ ...published, at: -1 }], 'D')
  expect(mergeLives([a, b], [late, c])).toEqual([late, a, b, c])
})
