import { expect, it } from 'vitest'
import { Forwarding } from '../../src/engine/cycle/forwarding.js'

const one = { id: 1 }
const other = { id: 2 }

it('leaves out whoever got a stored copy while the live one was on its way, until that has been handed on', () => {
  const forwarding = new Forwarding()
  forwarding.begin('A')
  forwarding.give('A', one)
  expect([forwarding.wasGiven('A', one), forwarding.wasGiven('A', other)]).toEqual([true, false])
  forwarding.end('A')
  expect(forwarding.wasGiven('A', one)).toBe(false)
})

it('remembers nothing of a message that comes from the store alone', () => {
  const forwarding = new Forwarding()
  forwarding.give('A', one)
  expect(forwarding.wasGiven('A', one)).toBe(false)
})

it('forgets the oldest where too many never end', () => {
  const forwarding = new Forwarding(2)
  for (const id of ['A', 'B', 'C']) forwarding.begin(id)
  for (const id of ['A', 'B', 'C']) forwarding.give(id, one)
  expect(['A', 'B', 'C'].map((id) => forwarding.wasGiven(id, one))).toEqual([false, true, true])
})
