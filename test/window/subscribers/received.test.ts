import { describe, expect, test } from 'vitest'
import { idsOfReceived } from '../../../src/renderer/subscribers/idsOfReceived.js'
import { mergeReceived } from '../../../src/renderer/subscribers/subscribersStore.js'
import type { ReceivedMessage } from '../../../src/shared/contract.js'
import type { Life } from '../../../src/shared/life.js'

function message(sequence: number, text: string, at: number, topic = 't/1'): ReceivedMessage {
  const payload = new TextEncoder().encode(text)
  return { sequence, topic, payload, size: payload.length, qos: 1, retain: false, dup: false, at, acked: true }
}

function delivered(id: string, text: string, at: number, by = 's1', topic = 't/1'): Life {
  const preview = new TextEncoder().encode(text)
  const steps: Life['steps'] = [{ step: 'delivered', at, by }]
  return { id, topic, from: 'p', qos: 1, retain: false, preview, size: preview.length, at: 0, steps }
}

describe('which life a received message belongs to', () => {
  test('the one with the same topic, payload and client', () => {
    const lives = [
      delivered('other client', 'a', 10, 's2'),
      delivered('other topic', 'a', 10, 's1', 't/2'),
      delivered('other payload', 'b', 10),
      delivered('right', 'a', 12)
    ]
    expect(idsOfReceived([message(1, 'a', 11)], 's1', lives)).toEqual(new Map([[1, 'right']]))
  })

  test('messages that are alike each have their own', () => {
    const lives = [delivered('first', 'a', 10), delivered('second', 'a', 10), delivered('third', 'a', 500)]
    const ids = idsOfReceived([message(1, 'a', 10), message(2, 'a', 10), message(3, 'a', 501)], 's1', lives)
    expect(new Set(ids.values()).size).toBe(3)
    expect(ids.get(3)).toBe('third')
  })

  test('a message that nobody knows has none', () => {
    expect(idsOfReceived([message(1, 'a', 10)], 's1', [])).toEqual(new Map())
  })
})

test('a message that is told again when it was acknowledged stays one message', () => {
  const held = { ...message(1, 'a', 10), acked: false }
  const next = message(2, 'b', 11)
  expect(mergeReceived([held], [next, message(1, 'a', 10)])).toEqual([message(1, 'a', 10), next])
})
