import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { functionFamilies, functionSignatures } from '../../src/rulesql/functions.js'
import { lint } from '../../src/rulesql/lint.js'
import type { LintContext } from '../../src/rulesql/remark.js'

function codes(sql: string, context?: LintContext): string[] {
  return lint(sql, context).map(({ code }) => code.replace('lint.', ''))
}

const chapter = `SELECT * FROM "t/#", "$events/session_subscribed", "$events/message_acked" WHERE topic =~ 't/#'`
const offline = { neededColumns: ['id', 'topic', 'payload'], savesMessages: true }

describe('a statement without oddities', () => {
  it.each([
    chapter,
    `SELECT payload.msg AS msg, clientid FROM "t/#" WHERE msg = 'hello'`,
    `FOREACH payload.sensors AS s DO s.name AS name, item INCASE s.idx >= 1 FROM "t/#"`,
    `SELECT "中" AS "中", str(qos) AS q FROM "t/+", 'u'`,
    `SELECT * FROM "t", "$events/client_connected" WHERE qos >= 1 AND 2 > qos AND qos IN (0, 1)`,
    `SELECT CASE qos WHEN 1 THEN 'a' END AS x FROM "t" WHERE NOT (qos = 0) AND is_not_null(x)`
  ])('%s', (sql) => {
    expect(codes(sql, { neededColumns: [] }).filter((code) => code !== 'name_is_text')).toEqual([])
  })

  it('is the rule of the chapter, also with an offline action', () => {
    expect(codes(chapter, offline)).toEqual([])
  })
})

describe('oddities', () => {
  it.each<[string, string, string]>([
    ['exponent_is_name', 'SELECT 1e5 FROM "t"', '1e5'],
    // Where no name can be given it cannot even be read.
    ['exponent_is_name', 'SELECT * FROM "t" WHERE payload.x > 1e5', '1e5'],
    ['exponent_is_name', 'SELECT 2E-3 FROM "t"', '2E-3'],
    ['not_in_fails', 'SELECT * FROM "t" WHERE qos NOT IN (1)', 'qos NOT IN (1)'],
    ['not_in_fails', 'SELECT * FROM "t" WHERE NOT (qos IN (1))', 'NOT (qos IN (1))'],
    ['not_fails', 'SELECT * FROM "t" WHERE NOT (qos = 1 AND qos = 2)', 'NOT (qos = 1 AND qos = 2)'],
    ['quotes_stay_double', "SELECT 'it''s' AS x FROM \"t\"", "'it''s'"],
    ['quotes_trimmed', "SELECT '''a''' AS x FROM \"t\"", "'''a'''"],
    ['filter_never_matches', `SELECT * FROM "t/#" WHERE topic =~ 'x/#'`, "topic =~ 'x/#'"],
    ['filter_never_matches', `SELECT * FROM "t/+" WHERE topic = 't/a/b' AND qos = 1`, "topic = 't/a/b'"],
    ['filter_never_matches', `SELECT * FROM "#" WHERE topic =~ '$SYS/#'`, "topic =~ '$SYS/#'"],
    ['filter_never_published', `SELECT * FROM "t/#", "$events/message_acked" WHERE topic =~ 'x/#'`, "topic =~ 'x/#'"],
    ['filter_not_equal', `SELECT * FROM "t/#" WHERE topic = 't/#'`, "topic = 't/#'"],
    ['filter_unheard', 'SELECT * FROM "$SYS/brokers"', '"$SYS/brokers"'],
    ['filter_unheard', 'SELECT * FROM "$share/g/t"', '"$share/g/t"'],
    ['filter_invalid', 'SELECT * FROM "t/#/a"', '"t/#/a"'],
    ['filter_invalid', 'SELECT * FROM "t+"', '"t+"'],
    ['event_unknown', 'SELECT * FROM "$events/message_publish"', '"$events/message_publish"'],
    ['sides_swapped', `SELECT * FROM "t/#" WHERE 't/#' =~ topic`, "'t/#' =~ topic"],
    ['sides_swapped', 'SELECT * FROM "t/#" WHERE payload.filter =~ topic', 'payload.filter =~ topic'],
    ['qos_never', 'SELECT * FROM "t" WHERE qos = 3', 'qos = 3'],
    ['qos_never', 'SELECT * FROM "t" WHERE qos = 1 AND payload.a = 1 AND 2 = qos', '2 = qos'],
    ['operator_fails', `SELECT * FROM "t/#" WHERE topic ~= 't/#'`, "topic ~= 't/#'"],
    ['condition_is_value', 'SELECT * FROM "t" WHERE qos', 'qos'],
    ['condition_is_value', 'SELECT * FROM "t" WHERE qos = 1 AND true', 'true'],
    ['condition_is_named', 'SELECT * FROM "t" WHERE topic like', 'topic like'],
    ['sign_needs_name', 'SELECT -1 FROM "t"', '-1'],
    ['function_unknown', 'SELECT lenght(1) AS x FROM "t"', 'lenght(1)'],
    ['function_arguments', 'SELECT abs(1, 2) AS x FROM "t"', 'abs(1, 2)'],
    ['null_is_name', 'SELECT * FROM "t" WHERE payload.x = null', 'null'],
    ['name_is_text', 'SELECT * FROM "t" WHERE topic = "t/1"', '"t/1"'],
    ['atom_never_equal', `SELECT * FROM "t" WHERE event IN ('message.publish')`, 'event'],
    ['atom_never_equal', `SELECT CASE event WHEN 'a' THEN 1 END AS x FROM "t"`, 'event'],
    ['index_zero', 'SELECT payload.x[0] AS y FROM "t"', 'payload.x[0]'],
    ['column_unknown', 'SELECT reason FROM "t"', 'reason'],
    ['column_unknown', 'SELECT * FROM "$events/client_connected" WHERE payload.x = 1', 'payload.x'],
    ['comment_needs_newline', 'SELECT * FROM "t" -- all', '-- all']
  ])('%s: %s', (code, sql, piece) => {
    const found = lint(sql).find((each) => each.code === `lint.${code}`)
    expect(found, codes(sql).join()).toBeDefined()
    expect(sql.slice(found?.from, found?.to)).toBe(piece)
    expect(found?.severity).toBe('warning')
  })

  it.each([
    ['filter_never_matches', `SELECT * FROM "t/#", "$events/session_subscribed" WHERE topic =~ 'x/#'`],
    ['filter_never_published', `SELECT * FROM "$events/session_subscribed" WHERE topic =~ 'x/#'`],
    ['qos_never', 'SELECT * FROM "$events/client_connected" WHERE qos = 3'],
    ['filter_never_matches', `SELECT * FROM "t/#" WHERE topic =~ 'x/#' OR qos = 1`],
    ['filter_never_matches', `SELECT * FROM "+/a" WHERE topic =~ 'x/#'`],
    ['index_zero', 'SELECT 1 AS l[0] FROM "t"'],
    ['column_unknown', 'SELECT reason FROM "$events/message_dropped"'],
    ['column_unknown', 'FOREACH payload.x DO item.y AS z FROM "t"'],
    ['sides_swapped', `SELECT * FROM "t/#" WHERE 't/#' =~ 't/#'`],
    ['exponent_is_name', 'SELECT 1 e5, 1 AS e6, 1 "e7", 1east FROM "t"']
  ])('not %s: %s', (code, sql) => {
    expect(codes(sql)).not.toContain(code)
  })

  it('tell which columns the actions of the rule lack', () => {
    const found = lint('SELECT topic, payload.x AS id FROM "t"', offline)
    expect(found).toMatchObject([{ code: 'lint.columns_missing', data: { columns: 'payload' } }])
    expect(codes('SELECT topic, * FROM "t"', offline)).toEqual([])
  })

  it.each(['qos = 0', '0 = qos', 'qos < 1', 'qos IN (0)', "topic =~ 't' AND qos <> 1 AND qos <= 1"])(
    'tell that messages with QoS 0 are not saved: %s',
    (condition) => {
      const sql = `SELECT * FROM "t" WHERE ${condition}`
      expect(codes(sql, offline)).toContain('qos0_not_saved')
      expect(codes(sql)).toEqual([])
    }
  )

  it('tell that what was seen on the topics of FROM had QoS 0 alone', () => {
    const seen = [
      { topic: 't/1', qos: 0 },
      { topic: 'u/1', qos: 1 }
    ]
    const found = lint('SELECT * FROM "t/#", "u/#", "v/#"', { ...offline, seen })
    expect(found).toMatchObject([{ code: 'lint.qos0_seen', from: 14, to: 19, data: { topics: 't/1' } }])
    expect(codes('SELECT * FROM "#"', { ...offline, seen })).toEqual([])
    expect(codes('SELECT * FROM "t/#"', { seen })).toEqual([])
  })
})

describe('a syntax error', () => {
  it('is the one error, where reading stopped', () => {
    expect(lint('SELECT *\nFORM "t"')).toMatchObject([
      { severity: 'error', code: 'syntax', from: 9, to: 13, line: 2, column: 1, data: { found: 'token', text: 'FORM' } }
    ])
  })

  it('is all that lint finds in any text, or nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), (text) => {
        expect(lint(`SELECT ${text} FROM "t"`).filter(({ severity }) => severity === 'error').length).toBeLessThan(2)
      })
    )
  })
})

describe('the texts', () => {
  const groups = ['lint', 'functions', 'families', 'expectation', 'found'] as const
  type Texts = Readonly<Record<(typeof groups)[number], Readonly<Record<string, string>>>>
  const [en, zh] = ['en', 'zh'].map((language) => {
    const file = new URL(`../../src/shared/locales/${language}/rules.json`, import.meta.url)
    return JSON.parse(readFileSync(file, 'utf8')) as Texts
  })

  it('are the same keys in both languages', () => {
    for (const group of groups) {
      expect(Object.keys(zh?.[group] ?? {})).toEqual(Object.keys(en?.[group] ?? {}))
    }
  })

  it('have a line for every function and family', () => {
    expect(Object.keys(en?.functions ?? {}).sort()).toEqual([...functionSignatures.keys()].sort())
    expect(Object.keys(en?.families ?? {}).sort()).toEqual(Object.keys(functionFamilies).sort())
  })

  it('have words for everything that can be expected or found', () => {
    const named = (file: string, type: string): string[] => {
      const source = readFileSync(new URL(`../../src/rulesql/${file}`, import.meta.url), 'utf8')
      const union = source.slice(source.indexOf(`export type ${type} =`)).split('\n\n')[0] ?? ''
      return [...union.matchAll(/'([a-z]\w*)'/g)].map(([, code]) => code ?? '')
    }
    expect(Object.keys(en?.expectation ?? {}).sort()).toEqual(
      [...named('expectation.ts', 'Expectation'), 'other'].sort()
    )
    expect(Object.keys(en?.found ?? {}).sort()).toEqual([...named('tokens.ts', 'InvalidReason'), 'end', 'token'].sort())
  })

  it('have a sentence for every oddity', () => {
    const source = readFileSync(new URL('../../src/rulesql/remark.ts', import.meta.url), 'utf8')
    const known = [...source.matchAll(/\| '(\w+)'/g)].map(([, code]) => code)
    expect(Object.keys(en?.lint ?? {}).sort()).toEqual(known.sort())
  })
})
