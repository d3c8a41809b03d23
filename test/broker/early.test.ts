import { expect, it } from 'vitest'
import { connectFrame, publishFrame, text } from './frames.js'
import { raw, running } from './harness.js'

// Longer than what a socket reads at once (64 KiB): its end arrives while the CONNECT before it is being answered.
const long = publishFrame(2, 't/long', 1, 'x'.repeat(100_000))

/** The topics that are published by one client, by a greeting and what follows at once. */
async function publishedAfter(
  greeting: Buffer,
  config: Parameters<typeof running>[1],
  ended: (client: Awaited<ReturnType<typeof raw>>) => Promise<unknown>
): Promise<readonly string[]> {
  const published: string[] = []
  const publish = ({ topic }: { topic: string }) => {
    published.push(topic)
    return false
  }
  const { port } = await running({ publish }, config)
  const client = await raw(port)
  client.sendBytes(Buffer.concat([greeting, long, publishFrame(2, 't/last', 3)]))
  await ended(client)
  return published
}

it.each<[string, Buffer, Parameters<typeof running>[1]]>([
  ['whose client id is refused', connectFrame({ flags: 0, payload: [text('')] }), {}],
  ['with a wrong password', connectFrame(), { users: [] }]
])('[MQTT-3.1.4-5] what follows a CONNECT %s is not processed', async (_name, greeting, config) => {
  expect(await publishedAfter(greeting, config, (client) => client.untilClosed())).toEqual([])
})

it('what follows a CONNECT at once is processed in its order, after the CONNACK', async () => {
  const inOrder = async (client: Awaited<ReturnType<typeof raw>>) => {
    await client.next('connack')
    for (const id of [2, 1, 3]) expect((await client.next('puback')).messageId).toBe(id)
  }
  const greeting = Buffer.concat([connectFrame(), publishFrame(2, 't/first', 2)])
  expect(await publishedAfter(greeting, {}, inOrder)).toEqual(['t/first', 't/long', 't/last'])
})
