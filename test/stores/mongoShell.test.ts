import { describe, expect, it } from 'vitest'
import { parseShell } from '../../src/engine/stores/mongodb/shell.js'

const parse = (line: string) => parseShell(line, (name, args) => (name === 'ObjectId' ? [name, ...args] : undefined))

describe('the mongo shell of the console', () => {
  it.each<[string, unknown]>([
    ['db.mqtt_msg.find()', [{ name: 'mqtt_msg.find', args: [] }]],
    [
      `db.mqtt_msg.find({topic: 't/1', "qos": {$gte: 1}, a: [1, -2.5, null, true,],}).sort({_id: -1}).limit(5);`,
      [
        { name: 'mqtt_msg.find', args: [{ topic: 't/1', qos: { $gte: 1 }, a: [1, -2.5, null, true] }] },
        { name: 'sort', args: [{ _id: -1 }] },
        { name: 'limit', args: [5] }
      ]
    ],
    [
      String.raw`db.a.find({t: "a\"\u0041\n", r: /^x\/y/i})`,
      [{ name: 'a.find', args: [{ t: 'a"A\n', r: { $regex: '^x/y', $options: 'i' } }] }]
    ],
    ['db.a.find({_id: ObjectId("5f")})', [{ name: 'a.find', args: [{ _id: ['ObjectId', '5f'] }] }]]
  ])('%s', (line, calls) => expect(parse(line)).toEqual(calls))

  it.each([
    '',
    'db',
    'show dbs',
    'db.a',
    'db.a.find(',
    'db.a.find({a: b})',
    'db.a.find({a: f()})',
    'db.a.find(1 2)',
    'db.a.find() x',
    "db.a.find({a: 'x})"
  ])('does not know: %s', (line) => expect(parse(line)).toBeUndefined())
})
