import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/engine/message.js'
import { publishFrame, subscribeFrame } from './frames.js'
import { raw, running } from './harness.js'

interface Save {
  readonly message: Message
  readonly release: (error?: Error) => void
}

/** A broker whose saves last until the test ends them, and a subscriber to what they are of. */
async function saving() {
  const saves: Save[] = []
  const publish = (message: Message, release: Save['release']) => {
    saves.push({ message, release })
    return true
  }
  const { broker, port } = await running({ publish })
  const client = (options: Parameters<typeof raw>[1]) => raw(port, options)
  const watcher = await client({ clientId: 'watcher' })
  watcher.sendBytes(subscribeFrame(['t'], 1))
  await watcher.next('suback')
  const seen = () =>
    watcher.received.flatMap((packet) =>
      packet.cmd === 'publish' ? [`${packet.payload.toString()} at ${packet.qos}`] : []
    )
  const texts = () => saves.map(({ message }) => message.payload.toString())
  const received = (count: number) => expect.poll(() => broker.state.received).toBe(count)
  return { broker, client, saves, texts, seen, received }
}

const exactlyOnce = (text: string, dup = false) => publishFrame(dup ? 12 : 4, 't', 7, text)

describe('a QoS 2 message that waits for its save when its connection breaks, and is sent again', () => {
  it('is saved once and forwarded once, and acknowledged when it is saved', async () => {
    const { broker, client, saves, texts, seen, received } = await saving()
    const first = await client({ clientId: 'one', clean: false })
    first.sendBytes(exactlyOnce('x'))
    await received(1)
    first.close()
    await expect.poll(() => broker.state.clients).toBe(1)
    const second = await client({ clientId: 'one', clean: false })
    second.sendBytes(exactlyOnce('x', true))
    await received(2)
    expect(second.received).toEqual([])
    saves[0]?.release()
    await second.next('pubrec')
    second.send({ cmd: 'pubrel', messageId: 7 })
    await second.next('pubcomp')
    await expect.poll(seen).toEqual(['x at 1'])
    // Released, so the next one with this id is another one.
    second.sendBytes(exactlyOnce('y'))
    await received(3)
    expect(texts()).toEqual(['x', 'y'])
  })

  it('is not acknowledged when it could not be saved', async () => {
    const { broker, client, saves, seen, received } = await saving()
    const first = await client({ clientId: 'one', clean: false })
    first.sendBytes(exactlyOnce('x'))
    await received(1)
    first.close()
    await expect.poll(() => broker.state.clients).toBe(1)
    const second = await client({ clientId: 'one', clean: false })
    second.sendBytes(exactlyOnce('x', true))
    await received(2)
    saves[0]?.release(new Error('too late'))
    await second.untilClosed()
    expect([...second.received, ...seen()]).toEqual([])
    const third = await client({ clientId: 'one', clean: false })
    third.sendBytes(exactlyOnce('x', true))
    await expect.poll(() => saves.length).toBe(2)
    saves[1]?.release()
    await third.next('pubrec')
    await expect.poll(seen).toEqual(['x at 1'])
  })

  it('waits behind what its first connection sent before', async () => {
    const { broker, client, saves, texts, seen, received } = await saving()
    const first = await client({ clientId: 'one', clean: false })
    first.sendBytes(publishFrame(4, 't', 6, 'before'))
    first.sendBytes(exactlyOnce('x'))
    await received(2)
    first.close()
    await expect.poll(() => broker.state.clients).toBe(1)
    const second = await client({ clientId: 'one', clean: false })
    second.sendBytes(exactlyOnce('x', true))
    await received(3)
    saves[1]?.release()
    second.send({ cmd: 'pingreq' })
    await second.next('pingresp')
    expect(second.received).toEqual([])
    saves[0]?.release()
    await second.next('pubrec')
    await expect.poll(seen).toEqual(['before at 1', 'x at 1'])
    expect(texts()).toEqual(['before', 'x'])
  })
})

describe('the packet id of a QoS 2 message of a clean session', () => {
  it('means another message in the next one, also when the first is saved late', async () => {
    const { broker, client, saves, texts, seen, received } = await saving()
    const first = await client({ clientId: 'one' })
    first.sendBytes(exactlyOnce('old'))
    await received(1)
    first.close()
    await expect.poll(() => broker.state.clients).toBe(1)
    const second = await client({ clientId: 'one' })
    saves[0]?.release()
    await expect.poll(seen).toEqual(['old at 1'])
    second.sendBytes(exactlyOnce('new'))
    await expect.poll(texts).toEqual(['old', 'new'])
    saves[1]?.release()
    await second.next('pubrec')
    await expect.poll(seen).toEqual(['old at 1', 'new at 1'])
  })
})
