import { expect, it } from 'vitest'
import { Journal } from '../../src/engine/cycle/journal.js'
import { Message } from '../../src/engine/message.js'

const message = (index: number, payload = 'x') =>
  new Message(String(index), 't/1', 'pub', undefined, undefined, 1, false, Buffer.from(payload), 1)

it('keeps the newest 2,000 messages, tells of them all in the end, and counts those of which nobody was told', () => {
  const journal = new Journal()
  for (let index = 0; index < 5000; index += 1) journal.step(message(index), { step: 'published' })
  const lives = journal.all()
  expect([lives.length, lives[0]?.id, lives.at(-1)?.id]).toEqual([2000, '3000', '4999'])
  const { lives: told, omitted, changes } = journal.takeChanged(200)
  expect([told.length, told.at(-1)?.id, omitted, changes]).toEqual([200, '4999', 3000, 2000])
  const later = Array.from({ length: 9 }, () => journal.takeChanged(200))
  expect(later.flatMap(({ lives: more }) => more).map(({ id }) => Number(id))).toHaveLength(1800)
  expect(later[0]?.lives.at(-1)?.id).toBe('4799')
  expect(later.map((each) => [each.omitted, each.changes])).toEqual(later.map(() => [0, 0]))
  expect(journal.takeChanged(200)).toEqual({ lives: [], omitted: 0, changes: 0 })
})

it('tells again of what it left out, as it is by then, as soon as there is room', () => {
  let marked = 0
  const journal = new Journal(() => (marked += 1))
  for (let index = 0; index < 3; index += 1) journal.step(message(index), { step: 'published' })
  expect(journal.takeChanged(2).lives.map(({ id }) => id)).toEqual(['1', '2'])
  expect(marked).toBe(2)
  journal.step(message(1), { step: 'deleted' })
  expect(journal.takeChanged(2).lives.map(({ id }) => id)).toEqual(['0', '1'])
  // A message that was told of once does not count as left out when it is forgotten.
  journal.step(message(0), { step: 'deleted' })
  for (let index = 3; index < 2003; index += 1) journal.step(message(index), { step: 'published' })
  expect(journal.takeChanged(2).omitted).toBe(0)
})

it('does not begin anew with the end of a message that was forgotten for newer ones', () => {
  const journal = new Journal()
  for (let index = 0; index < 2001; index += 1) journal.step(message(index), { step: 'delivered' })
  journal.step(message(0), { step: 'acked' })
  journal.step(message(0), { step: 'deleted' })
  expect(journal.find('0')).toBeUndefined()
  expect(journal.find('1')).toBeDefined()
  journal.step(message(0), { step: 'delete_failed' })
  expect(journal.find('0')).toBeDefined()
})

it('keeps the beginning of a payload as a copy, and how long it was', () => {
  const journal = new Journal()
  const long = message(1, 'y'.repeat(1000))
  journal.step(long, { step: 'published' })
  long.payload.fill('z')
  const [life] = journal.all()
  expect([Buffer.from(life?.preview ?? []).toString(), life?.size]).toEqual(['y'.repeat(256), 1000])
})

it('tells once that something has changed until it was taken', () => {
  let told = 0
  const journal = new Journal(() => (told += 1))
  journal.step(message(1), { step: 'published' })
  journal.step(message(1), { step: 'saved', by: 'pg' })
  journal.takeChanged(10)
  journal.step(message(1), { step: 'acked', by: 'sub' })
  expect(told).toBe(2)
  expect(journal.find('1')?.steps.map(({ step }) => step)).toEqual(['published', 'saved', 'acked'])
})
