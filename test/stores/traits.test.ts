import { expect, it } from 'vitest'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import type { StoredMessage } from '../../src/engine/stores/store.js'
import { traitsOf } from '../../src/shared/backendTraits.js'
import { payloadMark } from '../../src/shared/markedPayload.js'
import { findBackends } from './backends.js'

/** What the window says about each backend, asked of the store itself. */

const { backends, missing } = await findBackends()
const noText = Buffer.from([0xff, 0x00, 0xfe])

function message(part: Partial<StoredMessage>): StoredMessage {
  const id = newMessageId()
  return { id, topic: 'traits', from: 'p', qos: 1, retain: true, payload: noText, timestamp: Date.now(), ...part }
}

it.skipIf(backends.length === 0).each(backends)(`$name is as the table says${missing}`, async (backend) => {
  const { holdsBytes, retained, time, readsPast, mostTopic, mostSender, mostPayload } = traitsOf(backend.name)
  const store = backend.open()
  try {
    await store.init()
    const stored = message({})
    const { keys } = await store.save([stored], { again: false, ttl: 60 })
    const { columns, rows } = await store.inspect(100)
    const row = rows.find(({ messageId }) => messageId === stored.id)
    const cell = (column: string) => row?.cells[columns.indexOf(column)]
    expect(columns).toContain(time[0])
    expect(String(cell('retain'))).toBe(retained)
    const payload = cell('payload')
    if (holdsBytes) expect(Buffer.from(payload as Uint8Array)).toEqual(noText)
    else expect(payload).toBe(payloadMark + noText.toString('base64'))
    expect(store.topicIndex !== undefined).toBe(readsPast)
    await store.remove([{ id: stored.id, topic: stored.topic, key: keys[0] }])

    // One more than it takes is refused, and only that.
    const tooMuch = [
      ...(mostTopic === undefined ? [] : [message({ topic: 't'.repeat(mostTopic + 1) })]),
      ...(mostSender === undefined ? [] : [message({ from: 'c'.repeat(mostSender + 1) })]),
      ...(mostPayload === undefined ? [] : [message({ payload: Buffer.alloc(mostPayload + 1, 'x') })])
    ]
    if (tooMuch.length > 0) {
      const { refused } = await store.save(tooMuch, { again: false, ttl: 60 })
      expect(refused.map(({ index }) => index)).toEqual(tooMuch.map((_, index) => index))
    }
  } finally {
    await store.close()
  }
})
