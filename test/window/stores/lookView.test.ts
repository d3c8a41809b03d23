import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostMarked } from '../../../src/renderer/parts/unrest.js'
import { looksStore } from '../../../src/renderer/stores/looksStore.js'
import { isAlive, isFresh, nextView, withoutExpired, type LookView } from '../../../src/renderer/stores/lookView.js'
import type { StoreLook } from '../../../src/shared/storeLook.js'

const pageSize = 5

function look(keys: readonly number[], at: number, count = keys.length): StoreLook {
  const rows = keys.slice(0, pageSize).map((key) => ({ key: String(key), messageId: `m${key}`, cells: [key] }))
  return { resourceId: 'pg', statement: 'select', columns: ['id'], rows, count, at }
}

function keysOf(view: LookView): string[] {
  return view.rows.map(({ key, goneAt }) => (goneAt === undefined ? key : `~${key}`))
}

describe('a store in view', () => {
  test('what is there at the first look is no news', () => {
    const view = nextView(undefined, look([2, 1], 0), 8)
    expect(view.rows.map(({ freshAt }) => freshAt)).toEqual([undefined, undefined])
  })

  test('a new row is known by the look that saw it first', () => {
    const first = nextView(undefined, look([1], 0), 8)
    const second = nextView(first, look([2, 1], 100), 8)
    const third = nextView(second, look([2, 1], 200), 8)
    expect(second.rows.map(({ freshAt }) => freshAt)).toEqual([100, undefined])
    expect(third.rows.map(({ freshAt }) => freshAt)).toEqual([100, undefined])
    expect([second.added, second.removed]).toEqual([1, 0])
  })

  test('a deleted row stays where it was, as a ghost, until its time is over', () => {
    const before = nextView(undefined, look([3, 2, 1], 0), 8)
    const after = nextView(before, look([3, 1], 1000), 8)
    expect(keysOf(after)).toEqual(['3', '~2', '1'])
    expect(keysOf(nextView(after, look([4, 3, 1], 2000), 8))).toEqual(['4', '3', '~2', '1'])
    expect(keysOf(withoutExpired(after, 8999, 8))).toEqual(['3', '~2', '1'])
    expect(keysOf(withoutExpired(after, 9000, 8))).toEqual(['3', '1'])
    expect(withoutExpired(before, 9000, 8)).toBe(before)
  })

  test('ghosts can be switched off', () => {
    const before = nextView(undefined, look([2, 1], 0), 0)
    expect(keysOf(nextView(before, look([2], 1), 0))).toEqual(['2'])
  })

  test('a row that newer ones pushed off the page is not taken for deleted', () => {
    const before = nextView(undefined, look([5, 4, 3, 2, 1], 0, 5), 8)
    const after = nextView(before, look([7, 6, 5, 4, 3, 2, 1], 1, 7), 8)
    expect(keysOf(after)).toEqual(['7', '6', '5', '4', '3'])
  })

  test('a row deleted from the middle of a full page is a ghost all the same', () => {
    const before = nextView(undefined, look([5, 4, 3, 2, 1], 0, 9), 8)
    const after = nextView(before, look([5, 3, 2, 1, 0], 1, 8), 8)
    expect(keysOf(after)).toEqual(['5', '~4', '3', '2', '1', '0'])
  })

  test('when all is deleted at once the ghosts keep their order', () => {
    const before = nextView(undefined, look([3, 2, 1], 0), 8)
    expect(keysOf(nextView(before, look([], 1), 8))).toEqual(['~3', '~2', '~1'])
  })

  test('a row that comes back is no ghost any more', () => {
    const before = nextView(undefined, look([2, 1], 0), 8)
    const gone = nextView(before, look([2], 1), 8)
    expect(keysOf(nextView(gone, look([2, 1], 2), 8))).toEqual(['2', '1'])
  })

  test('a look that failed changes nothing but the reason', () => {
    const before = nextView(undefined, look([2, 1], 0), 8)
    const error = { code: 'store_unreachable', data: { server: 's' } } as const
    const after = nextView(before, { ...look([], 5), error }, 8)
    expect(keysOf(after)).toEqual(['2', '1'])
    expect(after.look.error).toEqual(error)
    expect(after.look.at).toBe(5)
    expect(nextView(after, look([2, 1], 6), 8).look.error).toBeUndefined()
  })

  test('a document that was written into is news, of whatever age', () => {
    const document = (text: string, at: number): StoreLook => {
      const { rows, ...rest } = look([2, 1], at)
      return {
        ...rest,
        rows: rows.map((row) => ({ ...row, document: { text: row.key === '1' ? text : '{}', isCut: false } }))
      }
    }
    const before = nextView(undefined, document('{"qos":1}', 0), 8)
    const same = nextView(before, document('{"qos":1}', 100), 8)
    const after = nextView(same, document('{"qos":2}', 200), 8)
    expect(same.rows.map(({ freshAt }) => freshAt)).toEqual([undefined, undefined])
    expect(after.rows.map(({ freshAt }) => freshAt)).toEqual([undefined, 200])
    expect(after.rows.map((row) => isFresh(row, after))).toEqual([false, true])
  })

  test('many changes at once are counted, not marked', () => {
    const many = Array.from({ length: mostMarked + 1 }, (_, index) => index)
    const full: StoreLook = {
      ...look([], 0),
      rows: many.map((key) => ({ key: String(key), cells: [key] })),
      count: many.length
    }
    const before = nextView(undefined, full, 8)
    const after = nextView(before, look([], 1), 8)
    expect(after.rows).toEqual([])
    expect(after.removed).toBe(many.length)
  })

  test('what changes on and on is marked no more, and again when it has been calm for three seconds', () => {
    // Two changes a look, ten looks a second: calm. Five: nobody follows that for long, and the first ghosts go.
    const run = (rows: number, looks: number, from: LookView): LookView => {
      let view = from
      for (let turn = 1; turn <= looks; turn++) {
        const at = view.look.at + 100
        view = nextView(view, look(turn % 2 === 0 ? [] : Array.from({ length: rows }, (_, index) => at + index), at), 8)
      }
      return view
    }
    const calm = run(2, 40, nextView(undefined, look([], 0), 8))
    expect(calm.rows.filter((row) => !isAlive(row)).length).toBeGreaterThan(0)
    const wild = run(5, 140, nextView(undefined, look([], 0), 8))
    const { at } = wild.look
    expect(wild.rows).toEqual([])
    const soon = nextView(wild, look([1], at + 1000), 8)
    expect(soon.rows.map(({ freshAt }) => freshAt)).toEqual([undefined])
    const later = nextView(soon, look([2, 1], at + 3100), 8)
    expect(later.rows.map(({ freshAt }) => freshAt)).toEqual([at + 3100, undefined])
  })

  test('whatever happens, the live rows are those of the look, in its order, and no key is there twice', () => {
    const pages = fc.array(fc.uniqueArray(fc.nat(12), { maxLength: 9 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(pages, fc.nat(3), (states, ghostSeconds) => {
        let view: LookView | undefined
        for (const [at, state] of states.entries()) {
          const sorted = state.toSorted((a, b) => b - a)
          view = nextView(view, look(sorted, at * 700, sorted.length), ghostSeconds)
          const alive = view.rows.filter(isAlive).map(({ key }) => key)
          expect(alive).toEqual(sorted.slice(0, pageSize).map(String))
          expect(new Set(view.rows.map(({ key }) => key)).size).toBe(view.rows.length)
        }
      })
    )
  })
})

test('a look that is told late does not make the store look older than it is', () => {
  looksStore.getState().restart([look([1], 0)])
  looksStore.getState().confirm('pg', 2000)
  looksStore.getState().take(look([2, 1], 1500), 8)
  expect(looksStore.getState().lookedAt).toEqual({ pg: 2000 })
  expect(looksStore.getState().views['pg']?.rows).toHaveLength(2)
})
