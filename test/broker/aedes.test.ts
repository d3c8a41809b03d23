import { Duplex } from 'node:stream'
import { Aedes } from 'aedes'
import { expect, it } from 'vitest'
import type { AedesClient } from '../../src/engine/broker/aedesTypes.js'

it('aedes still has what is used of it beyond its documented interface', async () => {
  const aedes = await Aedes.createBroker()
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  const client = aedes.handle(stream) as AedesClient
  try {
    const { _parser: parser } = client
    expect([client.deliver0, client.deliverQoS].map((each) => typeof each)).toEqual(['function', 'function'])
    expect(client).toMatchObject({ _keepaliveTimer: null, _keepaliveInterval: -1 })
    expect(Object.keys(client.subscriptions)).toEqual([])
    for (const method of ['parse', '_parseLength', '_parsePayload', '_parseString', '_emitError'] as const) {
      expect(typeof parser[method], method).toBe('function')
    }
    expect(parser).toMatchObject({ error: null, _stateCounter: 0 })
    expect(typeof parser._list.getBuffers).toBe('function')
    // The first bytes of a PUBLISH: its length is known before its payload has come.
    parser.parse(Buffer.from([0x30, 0x80, 0x01]))
    expect({ cmd: parser.packet.cmd, length: parser.packet.length }).toEqual({ cmd: 'publish', length: 128 })
  } finally {
    client.close()
    await new Promise<void>((resolve) => aedes.close(resolve))
  }
})
