import { expect, it } from 'vitest'
import type { Message } from '../../src/engine/message.js'
import { publishFrame } from './frames.js'
import { raw, running } from './harness.js'

it.each([1, 2])(
  'of a QoS %d message whose publisher is gone when it is let go on, no live copy is waited for',
  async (qos) => {
    const held: (() => void)[] = []
    const forwarded: string[] = []
    const { broker, port } = await running({
      publish: (_message: Message, release) => held.push(release) > 0,
      forwarded: ({ payload }) => void forwarded.push(payload.toString())
    })
    const client = await raw(port, { clientId: 'gone' })
    client.sendBytes(Buffer.concat(['1', '2', '3'].map((text, index) => publishFrame(qos * 2, 't', index + 1, text))))
    await expect.poll(() => held.length).toBe(3)
    client.close()
    await expect.poll(() => broker.state.clients).toBe(0)
    for (const release of held) release()
    await expect.poll(() => [...forwarded].sort()).toEqual(['1', '2', '3'])
  }
)
