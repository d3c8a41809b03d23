import fc from 'fast-check'
import { Qlobber } from 'qlobber'
import { describe, expect, it } from 'vitest'
import { topicMatcher } from '../../src/engine/rules/topicFilter.js'

/** qlobber as MQTT brokers use it: empty levels count, `#` matches the level above. */
function qlobberMatches(filter: string, topic: string): boolean {
  const qlobber = new Qlobber<string>({
    separator: '/',
    wildcard_one: '+',
    wildcard_some: '#',
    match_empty_levels: true
  })
  qlobber.add(filter, filter)
  return qlobber.match(topic).length > 0
}

const word = fc.constantFrom('a', 'b', 'ab', '', ' ', '中')
const topics = fc.array(word, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'))
const filters = fc
  .tuple(fc.array(fc.oneof(word, fc.constant('+')), { maxLength: 5 }), fc.boolean())
  .filter(([levels, open]) => open || levels.length > 0)
  .map(([levels, open]) => (open ? [...levels, '#'] : levels).join('/'))

describe('topic =~ filter', () => {
  it('matches what qlobber matches', () => {
    fc.assert(
      fc.property(topics, filters, (topic, filter) => {
        expect(topicMatcher(filter)(topic)).toBe(qlobberMatches(filter, topic))
      }),
      { numRuns: 2000 }
    )
  })

  it('hides $ topics from a leading wildcard only', () => {
    fc.assert(
      fc.property(topics, filters, (topic, filter) => {
        const hidden = `$${topic}`
        const expected = !/^[+#]/.test(filter) && qlobberMatches(filter, hidden)
        expect(topicMatcher(filter)(hidden)).toBe(expected)
      })
    )
  })

  it('takes a filter for a topic: each matches itself, but for a leading wildcard with $', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(topicMatcher(filter)(filter)).toBe(true)
      })
    )
  })

  it('reads a # that is not last as itself', () => {
    expect(topicMatcher('a/#/b')('a/x/b')).toBe(false)
    expect(topicMatcher('a/#/b')('a/#/b')).toBe(true)
    expect(topicMatcher('+/#/b')('a/#/b')).toBe(true)
  })
})
