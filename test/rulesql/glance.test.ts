import { describe, expect, it } from 'vitest'
import { glance } from '../../src/rulesql/glance.js'

describe('what can be seen in a statement', () => {
  it.each<[string, string[], string[]]>([
    [
      `SELECT a AS b, c.d as e.f FROM "t/#", 'u', "$events/message_acked" WHERE x`,
      ['t/#', 'u', '$events/message_acked'],
      ['b', 'e']
    ],
    // It may be unfinished, or wrong in front of FROM.
    ['SELECT a AS b, FROM t', ['t'], ['b']],
    ['SELECT ) FROM "t", ', ['t'], []],
    ['SELECT a AS FROM', [], []],
    ['SELECT a -- FROM "no"\nFROM "t"', ['t'], []],
    ['', [], []]
  ])('%s', (source, sources, aliases) => {
    expect(glance(source)).toEqual({ sources, aliases })
  })
})
