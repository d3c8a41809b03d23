import { createServer, type AddressInfo, type Server } from 'node:net'
import { generate, parser, type Packet } from 'mqtt-packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LiveSubscriber } from '../../src/engine/clients/subscriber.js'
import { subscriberSchema } from '../../src/shared/workspace.js'
import { eventually } from '../cycle/harness.js'

/** What a broker may say of its own accord, which no broker says when it is asked to: MQTT 5's reasons. */
describe('the words of an MQTT 5 broker', () => {
  let server: Server
  let port = 0

  beforeAll(async () => {
    server = createServer((socket) => {
      const say = (packet: Packet) => socket.write(generate(packet, { protocolVersion: 5 }))
      const reader = parser()
      reader.on('packet', (packet) => {
        if (packet.cmd === 'connect' && packet.clientId === 'unwanted') {
          say({
            cmd: 'connack',
            sessionPresent: false,
            reasonCode: 137,
            properties: { reasonString: 'come on Monday' }
          })
        } else if (packet.cmd === 'connect') say({ cmd: 'connack', sessionPresent: false, reasonCode: 0 })
        else if (packet.cmd === 'subscribe') say({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [1] })
        else if (packet.cmd === 'unsubscribe') {
          say({ cmd: 'disconnect', reasonCode: 142 })
          socket.end()
          server.close()
        }
      })
      socket.on('data', (bytes) => reader.parse(bytes))
      socket.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.close()
  })

  function live(clientId: string): LiveSubscriber {
    const target = () => ({ url: `mqtt://127.0.0.1:${port}`, options: { protocolVersion: 5 as const } })
    const events = { changed: () => undefined, received: () => undefined, cleared: () => undefined }
    return new LiveSubscriber(subscriberSchema.parse({ id: clientId, clientId, topic: 't' }), target, events)
  }

  it('why it refuses a client is shown as it says it', async () => {
    const refused = live('unwanted')
    await expect(refused.connect()).rejects.toMatchObject({ code: 'client_refused' })
    expect(refused.view().error?.data['reason']).toBe('Server busy (come on Monday)')
  })

  it('and why it ends a connection', async () => {
    const ended = live('ended')
    await ended.connect()
    void ended.resubscribe({ ...ended.subscriber, topic: 'other' }).catch(() => undefined)
    const { error } = await eventually(
      () => ended.view(),
      ({ state }) => state === 'connecting'
    )
    expect(error).toMatchObject({ code: 'client_refused', data: { reason: 'Session taken over' } })
    await ended.disconnect()
  })
})
