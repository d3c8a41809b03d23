import { expect, it } from 'vitest'
import { raw, running } from './harness.js'

const at1 = (topic: string) => ({ topic, qos: 1 }) as const

it('says who is connected, with sessions, and closes a connection when asked', async () => {
  const { broker, port } = await running()
  const meter = await raw(port, { clientId: 'meter', clean: false, keepalive: 30, username: 'ann' })
  meter.send({ cmd: 'subscribe', messageId: 1, subscriptions: [at1('m/#'), at1('n/1')] })
  await meter.next('suback')
  const other = await raw(port, { clientId: 'other' })

  expect(broker.clients('')).toMatchObject([
    { clientId: expect.any(String) as string, isConnected: true },
    { clientId: expect.any(String) as string, isConnected: true }
  ])
  expect(broker.clients('meter')).toMatchObject([
    {
      clientId: 'meter',
      isConnected: true,
      username: 'ann',
      clean: false,
      keepalive: 30,
      subscriptions: [at1('m/#'), at1('n/1')],
      inflight: 0,
      waiting: 0
    }
  ])

  // Two deliveries, of which none is acknowledged.
  for (const messageId of [1, 2]) {
    other.send({ cmd: 'publish', topic: 'm/1', payload: 'x', qos: 1, messageId, retain: false, dup: false })
    await other.next('puback')
    await meter.next('publish')
  }
  expect(broker.clients('N/1')).toMatchObject([{ clientId: 'meter', inflight: 2 }])

  expect(broker.disconnect('meter')).toBe(true)
  await expect(meter.next('pingresp')).rejects.toThrow('connection closed')
  other.send({ cmd: 'publish', topic: 'n/1', payload: 'x', qos: 1, messageId: 3, retain: false, dup: false })
  await other.next('puback')
  const [away] = broker.clients('meter')
  expect(away).toMatchObject({ isConnected: false, subscriptions: [at1('m/#'), at1('n/1')], inflight: 2, waiting: 1 })
  expect(away).not.toHaveProperty('since')
  expect(broker.disconnect('meter')).toBe(false)
  // A clean session is gone with its connection.
  expect(broker.disconnect('other')).toBe(true)
  await expect.poll(() => broker.clients('other')).toEqual([])
})
