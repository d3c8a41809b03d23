import { describe, expect, test } from 'vitest'
import { proposalsAt } from '../../../src/renderer/rules/editor/proposals.js'

/** The place is where `|` stands. */
function at(marked: string, topics: readonly string[] = []) {
  const offset = marked.indexOf('|')
  return proposalsAt(marked.replace('|', ''), offset, topics)
}

function labels(marked: string, topics: readonly string[] = []): string[] {
  return at(marked, topics).proposals.map(({ label }) => label)
}

describe('how a statement can go on', () => {
  test.each<[string, string[], string[]]>([
    ['|', ['SELECT', 'FOREACH'], ['FROM', 'topic']],
    ['SELECT |', ['*', 'CASE', 'payload', 'substr', 'true'], ['FROM', 'reason']],
    ['SELECT a |', ['AS', 'FROM', '=', '=~', 'div'], ['WHERE', '~=']],
    ['SELECT * FROM "t" |', ['WHERE'], ['AND']],
    ['SELECT * FROM "t" WHERE |', ['NOT', 'topic', 'is_null'], ['*']],
    ['SELECT * FROM "t" WHERE a = 1 |', ['AND', 'OR'], ['WHERE']],
    ['SELECT payload.x AS x, | FROM "t"', ['x', 'payload'], []],
    ['FOREACH a |', ['DO', 'INCASE', 'FROM'], ['WHERE']]
  ])('%s', (marked, wanted, unwanted) => {
    expect(labels(marked)).toEqual(expect.arrayContaining(wanted))
    for (const label of unwanted) expect(labels(marked)).not.toContain(label)
  })

  test('columns are those of the events in FROM, wherever it stands', () => {
    const { proposals } = at('SELECT | FROM "t/#", "$events/client_connected"')
    const columns = new Map(proposals.flatMap((each) => (each.kind === 'column' ? [[each.label, each.events]] : [])))
    expect(columns.get('clientid')).toEqual([])
    expect(columns.get('payload')).toEqual(['message.publish'])
    expect(columns.get('keepalive')).toEqual(['client.connected'])
    expect(columns.has('reason')).toBe(false)
  })

  test('FROM takes events, topics that were seen, and filters above them', () => {
    const seen = labels('SELECT * FROM |', ['plant/1/heat'])
    expect(seen).toEqual(expect.arrayContaining(['"$events/message_acked"', '"plant/1/heat"', '"plant/#"']))
    expect(labels("SELECT * FROM 'p|", ['plant/1'])).toContain("'plant/1'")
  })

  test('a word is replaced whole, with the quote that closes it', () => {
    expect(at('SELECT cli|')).toMatchObject({ from: 7, to: 10 })
    expect(at('SELECT * FROM "t/|"')).toMatchObject({ from: 14, to: 18 })
    expect(at('SELECT * FROM "t/|')).toMatchObject({ from: 14, to: 17 })
  })

  test('inside a text there are topics and filters, and nothing else', () => {
    expect(labels(`SELECT * FROM "t/#", "$events/message_acked" WHERE topic =~ '|`, ['u/1'])).toEqual([
      "'t/#'",
      "'u/1'"
    ])
    expect(labels('SELECT "|')).toEqual([])
  })

  test('functions come with how they are called', () => {
    const found = at('SELECT sub|').proposals.find(({ label }) => label === 'substr')
    expect(found).toMatchObject({ kind: 'function', parameters: '(text, start[, length])' })
  })

  test('nothing is offered twice', () => {
    const seen = labels('SELECT clientid AS clientid, | FROM "t/#"', ['t/1', 't/2'])
    expect(new Set(seen).size).toBe(seen.length)
  })
})
