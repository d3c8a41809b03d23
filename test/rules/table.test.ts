import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RuleTable } from '../../src/engine/rules/table.js'
import { topicMatcher } from '../../src/engine/rules/topicFilter.js'

describe('the table of rules', () => {
  it('finds publishes by topic and events by name', () => {
    const table = new RuleTable<string>()
    table.add(['t/#', '$events/session_subscribed', '$events/message_acked'], 'chapter')
    table.add(['$events/client_connected'], 'connected')
    expect(table.ofTopic('t/1')).toEqual(['chapter'])
    expect(table.ofTopic('x')).toEqual([])
    expect(table.ofEvent('session.subscribed')).toEqual(['chapter'])
    expect(table.ofEvent('message.acked')).toEqual(['chapter'])
    expect(table.ofEvent('client.connected')).toEqual(['connected'])
    expect(table.ofEvent('message.dropped')).toEqual([])
  })

  it('gives each rule once, in the order of adding', () => {
    const table = new RuleTable<string>()
    table.add(['b', '+', '#', 'b'], 'first')
    table.add(['#'], 'second')
    table.add(['b'], 'third')
    expect(table.ofTopic('b')).toEqual(['first', 'second', 'third'])
    table.add(['b'], 'first')
    expect(table.ofTopic('b')).toEqual(['second', 'third', 'first'])
  })

  it('forgets what is removed, and nothing else', () => {
    const table = new RuleTable<string>()
    table.add(['a/b/c', 'a/b'], 'one')
    table.add(['a/b', '$events/message_acked'], 'two')
    table.remove('one')
    expect(table.ofTopic('a/b')).toEqual(['two'])
    expect(table.ofTopic('a/b/c')).toEqual([])
    table.remove('two')
    expect(table.ofEvent('message.acked')).toEqual([])
    table.remove('never there')
  })

  it('gives the same list for a topic until something changes', () => {
    const table = new RuleTable<string>()
    table.add(['t/#'], 'one')
    const before = table.ofTopic('t/1')
    expect(table.ofTopic('t/1')).toBe(before)
    table.add(['t/1'], 'two')
    expect(table.ofTopic('t/1')).toEqual(['one', 'two'])
    table.remove('one')
    expect(table.ofTopic('t/1')).toEqual(['two'])
    // More topics than are remembered.
    for (let index = 0; index < 5000; index += 1)
      expect(table.ofTopic(`t/${index}`)).toEqual(index === 1 ? ['two'] : [])
  })

  it('hides $ topics from leading wildcards', () => {
    const table = new RuleTable<string>()
    table.add(['#', '+/a'], 'open')
    table.add(['$SYS/+'], 'system')
    expect(table.ofTopic('$SYS/a')).toEqual(['system'])
  })

  it('finds what matching each filter by itself finds', () => {
    const level = fc.constantFrom('a', 'b', '', '+', '$x')
    const filter = fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([levels, open]) => (open ? [...levels, '#'] : levels).join('/'))
    const topic = fc
      .array(fc.constantFrom('a', 'b', '', '$x'), { minLength: 1, maxLength: 5 })
      .map((levels) => levels.join('/'))
    fc.assert(
      fc.property(
        fc.array(filter, { maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 4 }),
        topic,
        (filters, gone, name) => {
          const table = new RuleTable<number>()
          for (const [at, each] of filters.entries()) table.add([each], at)
          for (const at of gone) table.remove(at)
          const expected = filters.flatMap((each, at) => (!gone.includes(at) && topicMatcher(each)(name) ? [at] : []))
          expect(table.ofTopic(name)).toEqual(expected)
        }
      )
    )
  })

  it('looks at no more levels for many rules than for few', () => {
    const visits = (rules: number): number => {
      const table = new RuleTable<number>()
      for (let at = 0; at < rules; at += 1) table.add([`devices/${at}/state`], at)
      let count = 0
      // Every step through the trie asks a Map.
      const get = Reflect.get(Map.prototype, 'get') as (this: Map<unknown, unknown>, key: unknown) => unknown
      Map.prototype.get = function counted(this: Map<unknown, unknown>, key: unknown): unknown {
        count += 1
        return get.call(this, key)
      }
      try {
        expect(table.ofTopic('devices/7/state')).toEqual([7])
      } finally {
        Map.prototype.get = get
      }
      return count
    }
    expect(visits(1000)).toBe(visits(10))
  })

  it('takes topics and filters with very many levels', () => {
    const table = new RuleTable<string>()
    const deep = Array.from({ length: 30_000 }, () => 'a').join('/')
    table.add([deep], 'deep')
    expect(table.ofTopic(deep)).toEqual(['deep'])
    table.remove('deep')
    expect(table.ofTopic(deep)).toEqual([])
  })
})
