import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dialect, parseSelect, printSelect } from '../../src/engine/stores/sqlSelect.js'

const dialect: Dialect = {
  table: 'mqtt_msg',
  columns: new Map([
    ['id', 'id'],
    ['topic', 'topic'],
    ['payload', 'left(payload, 10) as payload']
  ]),
  placeholder: (place) => `$${place}`
}
const print = (line: string) => printSelect(parseSelect(line, dialect, ['mqtt_msg', 'mqtt.mqtt_msg']), dialect, 5)
const codeOf = (line: string): unknown => {
  try {
    print(line)
    return undefined
  } catch (error) {
    return (error as { code: unknown }).code
  }
}

describe('the select of the console', () => {
  it.each<[string, string, unknown[]]>([
    ['select * from mqtt_msg', 'select id, topic, left(payload, 10) as payload from mqtt_msg limit 6', []],
    ['SELECT count(*) FROM mqtt.MQTT_MSG;', 'select count(*) from mqtt_msg limit 6', []],
    [
      "select id,topic from mqtt_msg where topic = 't/''1' and id in (1, -2.5) or payload like 'x%' order by id desc, topic limit 3",
      'select id, topic from mqtt_msg where topic = $1 and id in ($2, $3) or payload like $4 order by id desc, topic asc limit 3',
      ["t/'1", 1, -2.5, 'x%']
    ],
    [
      'select id from mqtt_msg where topic is not null limit 999',
      'select id from mqtt_msg where topic is not null limit 6',
      []
    ],
    [
      "select id from mqtt_msg where topic='a' allow filtering",
      'select id from mqtt_msg where topic = $1 limit 6 allow filtering',
      ['a']
    ]
  ])('%s', (line, text, values) => {
    expect(print(line)).toEqual({ text, values })
  })

  it.each([
    'delete from mqtt_msg',
    ' Drop table mqtt_msg',
    "insert into mqtt_msg (topic) values ('t')",
    'update mqtt_msg set qos = 1',
    "copy mqtt_msg to '/tmp/x'"
  ])('refuses to write: %s', (line) => expect(codeOf(line)).toBe('console_write_refused'))

  it.each([
    '',
    'select',
    'select * from pg_user',
    'select password from mqtt_msg',
    'select * from mqtt_msg; drop table mqtt_msg',
    "select pg_read_file('/etc/passwd') from mqtt_msg",
    'select * from mqtt_msg where pg_sleep(10) is null',
    "select * from mqtt_msg where topic = 'open",
    'select * from mqtt_msg -- comment',
    'select * from mqtt_msg where topic = topic',
    'select * from mqtt_msg union select * from mqtt_msg',
    'select * from mqtt_msg limit -1',
    'explain select * from mqtt_msg'
  ])('does not know: %s', (line) => expect(codeOf(line)).toBe('console_statement_unknown'))

  it('sends nothing that a person wrote but as a value', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { text: sent, values } = print(`select id from mqtt_msg where topic = '${text.replaceAll("'", "''")}'`)
        expect(sent).toBe('select id from mqtt_msg where topic = $1 limit 6')
        expect(values).toEqual([text])
      })
    )
    fc.assert(fc.property(fc.string(), (text) => codeOf(text) !== undefined))
  })
})
