import { expect, it } from 'vitest'
import { ReceivedMessages } from '../../src/engine/clients/receivedMessages.js'

function add(messages: ReceivedMessages, payload: string): void {
  messages.add({ cmd: 'publish', topic: 't', payload, qos: 1, retain: false, dup: false })
}

it('what was cleared stands before what came since, when it is put back', () => {
  const messages = new ReceivedMessages()
  add(messages, 'one')
  add(messages, 'two')
  messages.clear()
  expect(messages.count).toBe(0)
  add(messages, 'three')
  messages.putBack()
  const shown = messages.recent().map(({ sequence, payload }) => [sequence, new TextDecoder().decode(payload)])
  expect(shown).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three']
  ])
  expect(messages.count).toBe(3)
  // Once.
  messages.putBack()
  expect(messages.count).toBe(3)
  add(messages, 'four')
  expect(messages.recent().at(-1)?.sequence).toBe(4)
})
