import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connect as connectTls, type SecureVersion } from 'node:tls'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { selfSigned } from '../../src/engine/certificates/selfSigned.js'
import type { ListenerState } from '../../src/shared/contract.js'
import { listenersSchema } from '../../src/shared/workspace.js'
import { type Certificates, makeCertificates } from '../clients/certificates.js'
import { connectFrame } from './frames.js'
import { RawClient, type RunningBroker, running } from './harness.js'

let folder: string
let made: Certificates
let authority: Buffer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-tls-'))
  made = await makeCertificates(folder)
  authority = await readFile(made.ca)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function secure(change: { readonly certificate?: string; readonly key?: string; readonly ca?: string } = {}) {
  const files = { ...made.server, ...change }
  return { tls: { port: 0, ...files }, wss: { port: 0, ...files } }
}

function listener({ broker }: RunningBroker, name: ListenerState['name']): ListenerState {
  const found = broker.state.listeners.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no listener ${name}`)
  return found
}

async function client(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const opened = await mqtt.connectAsync(url, { ca: authority, reconnectPeriod: 0, connectTimeout: 5000, ...options })
  onTestFinished(() => opened.endAsync(true))
  return opened
}

/** The other side closes it, with or without a word: a client learns of it when it has ended its own handshake. */
async function refused(url: string, options: IClientOptions = {}): Promise<void> {
  const opening = mqtt.connect(url, { ca: authority, reconnectPeriod: 0, ...options })
  opening.on('error', () => undefined)
  await new Promise<void>((done) => opening.once('close', done))
  expect(opening.connected).toBe(false)
}

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

describe.each(['tls', 'wss'] as const)('a listener %s', (name) => {
  it('is there for clients that trust who vouches for it, and for no others', async () => {
    const started = await running({}, { listeners: secure() })
    const { url } = listener(started, name)
    expect(url).toMatch(name === 'tls' ? /^mqtts:\/\/127\.0\.0\.1:\d+$/ : /^wss:\/\/127\.0\.0\.1:\d+\/mqtt$/)
    const subscriber = await client(url)
    await subscriber.subscribeAsync('t/#', { qos: 1 })
    const received = new Promise<number>((done) => subscriber.on('message', (_topic, payload) => done(payload.length)))
    // More than one record of TLS, both ways.
    await (await client(url)).publishAsync('t/1', 'x'.repeat(3_000_000), { qos: 2 })
    expect(await received).toBe(3_000_000)
    // Beside those without TLS, in the same broker.
    await (await client(`mqtt://${listener(started, 'tcp').url}`)).publishAsync('t/2', 'y', { qos: 1 })
    await expect(client(url, { ca: [] })).rejects.toThrow(/certificate/)
    // Node.js looks at a certificate after the handshake; others end it with the reason.
    const address = `127.0.0.1:${listener(started, name).port}`
    await expect(
      promisify(execFile)('openssl', ['s_client', '-verify_return_error', '-no-CAfile', '-connect', address])
    ).rejects.toThrow()
    await expect.poll(() => started.broker.state.refused.tls).toBe(1)
    expect(started.log.entries.find(({ code }) => code === 'tls_failed')?.detail).toMatch(/unknown.ca/i)
  })

  it('that asks for certificates takes clients that show one, and no others', async () => {
    const started = await running({}, { listeners: secure({ ca: made.ca }) })
    const { url, tls } = listener(started, name)
    expect(tls).toEqual({ ...made.server, ca: made.ca })
    const [cert, key] = await Promise.all([readFile(made.client.certificate), readFile(made.client.key)])
    await (await client(url, { cert, key })).publishAsync('t', 'x', { qos: 1 })
    await refused(url)
    await expect.poll(() => started.broker.state.refused.tls).toBe(1)
    await mkdir(join(folder, name))
    const stranger = (await makeCertificates(join(folder, name))).client
    await refused(url, { cert: await readFile(stranger.certificate), key: await readFile(stranger.key) })
    await expect.poll(() => started.broker.state.refused.tls).toBe(2)
    expect(started.log.entries.filter(({ code }) => code === 'tls_failed').map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/did.not.return.a.certificate/i),
      expect.stringMatching(/UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/)
    ])
    expect(started.broker.state.clients).toBe(1)
  })

  it.each<[version: SecureVersion, isTaken: boolean]>([
    ['TLSv1.1', false],
    ['TLSv1.2', true],
    ['TLSv1.3', true]
  ])('is asked for %s', async (version, isTaken) => {
    const { port } = listener(await running({}, { listeners: secure() }), name)
    const socket = connectTls({
      port,
      ca: authority,
      minVersion: version,
      maxVersion: version,
      // Or openssl itself would not ask for it.
      ciphers: 'DEFAULT:@SECLEVEL=0'
    })
    onTestFinished(() => void socket.destroy())
    const protocol = await new Promise((done) => {
      socket.once('secureConnect', () => done(socket.getProtocol()))
      socket.once('error', () => done(undefined))
    })
    expect(protocol).toBe(isTaken ? version : undefined)
  })

  it.each([
    ['says nothing', Buffer.alloc(0)],
    // A record of 512 bytes, a ClientHello of 508: so far.
    ['begins a handshake and does not end it', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])]
  ])('closes what %s after a time, and counts it once', async (_what, bytes) => {
    const started = await running({}, { listeners: secure(), limits: { connectTimeout: 300 } })
    const silent = await RawClient.open(listener(started, name).port)
    silent.sendBytes(bytes)
    await silent.untilClosed()
    expect(started.broker.state.exceeded.connectTimeout).toBe(1)
    expect(started.broker.state.refused.tls).toBe(0)
    await client(listener(started, name).url)
  })

  it('closes what ends its handshake and says no more, but not who said CONNECT', async () => {
    const started = await running({}, { listeners: secure(), limits: { connectTimeout: 300 } })
    const { url, port } = listener(started, name)
    const [silent, speaking] = [connectTls({ port, ca: authority }), await client(url)]
    const closed = new Promise((done) => silent.once('close', done))
    silent.on('error', () => undefined).resume()
    await closed
    expect(started.broker.state.exceeded.connectTimeout).toBe(1)
    await speaking.publishAsync('t', 'x', { qos: 1 })
    expect(started.broker.state.clients).toBe(1)
  })

  it('closes one connection too many at once, and makes room when one ends', async () => {
    const started = await running({}, { listeners: secure(), limits: { connections: 1 } })
    const { url } = listener(started, name)
    const first = await client(url)
    await expect(client(url)).rejects.toThrow()
    expect(started.broker.state.exceeded.connections).toBe(1)
    await first.endAsync()
    await expect.poll(() => started.broker.state.clients).toBe(0)
    await expect.poll(() => client(url).then(() => 'in', String)).toBe('in')
  })

  it('takes no packet that is too long', async () => {
    const started = await running({}, { listeners: secure(), limits: { packetSize: 2000 } })
    const opened = await client(listener(started, name).url)
    const closed = new Promise<void>((done) => opened.once('close', done))
    opened.publish('t', 'x'.repeat(3000), { qos: 1 }, () => undefined)
    await closed
    await expect.poll(() => started.broker.state.clients).toBe(0)
  })

  it('survives what is no TLS, and tells of it', async () => {
    const started = await running({}, { listeners: secure() })
    const { port, url } = listener(started, name)
    const plain = await RawClient.open(port)
    plain.sendBytes(connectFrame())
    await plain.untilClosed()
    await expect.poll(() => started.broker.state.refused.tls).toBe(1)
    // One that goes away in the middle is no refusal.
    const gone = await RawClient.open(port)
    gone.sendBytes(Buffer.from([0x16, 3, 1, 2, 0]))
    gone.close()
    await client(url)
    expect(started.broker.state.refused.tls).toBe(1)
  })

  it('that cannot be had says why, and the others are there', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await new Promise((done) => other.once('listening', done))
    const { port } = other.address() as AddressInfo
    const started = await running({}, { listeners: { ...secure(), [name]: { ...secure()[name], port } } })
    const { state, error } = listener(started, name)
    expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'listener_port_in_use' })
    expect(started.broker.state.listeners.filter((each) => each.state === 'running')).toHaveLength(3)
    await client(listener(started, name === 'tls' ? 'wss' : 'tls').url)
  })
})

describe('files of a TLS listener', () => {
  const expired = selfSigned('expired', new Date('2024-01-02T00:00:00Z'), new Date('2024-03-04T00:00:00Z'))
  const early = selfSigned('early', new Date('2090-01-02T00:00:00Z'), new Date('2091-01-02T00:00:00Z'))
  interface Files {
    readonly certificate?: string
    readonly key?: string
    readonly ca?: string
  }
  const gone = '/nowhere/gone.pem'
  const cases: readonly (readonly [
    what: string,
    files: () => Files | Promise<Files>,
    code: string,
    data: (files: typeof made.server & Files) => object
  ])[] = [
    ['a certificate that is gone', () => ({ certificate: gone }), 'listener_file_unreadable', () => ({ file: gone })],
    ['a key that is gone', () => ({ key: gone }), 'listener_file_unreadable', () => ({ file: gone })],
    ["a clients' authority that is gone", () => ({ ca: gone }), 'listener_file_unreadable', () => ({ file: gone })],
    ['a folder', () => ({ key: folder }), 'listener_file_unreadable', ({ key }) => ({ file: key })],
    [
      'a file that is far too long',
      async () => ({ key: await written('long', 'x'.repeat(2 ** 21)) }),
      'listener_file_unreadable',
      ({ key }) => ({ file: key })
    ],
    [
      'a certificate that is none',
      () => ({ certificate: made.server.key }),
      'listener_certificate_invalid',
      ({ certificate }) => ({ file: certificate })
    ],
    [
      'an authority that is none',
      async () => ({ ca: await written('none.pem', 'none') }),
      'listener_certificate_invalid',
      ({ ca }) => ({ file: ca })
    ],
    [
      'a key that is none',
      () => ({ key: made.server.certificate }),
      'listener_key_invalid',
      ({ key }) => ({ file: key })
    ],
    [
      'the key of another certificate',
      () => ({ key: made.client.key }),
      'listener_key_mismatch',
      ({ certificate, key }) => ({ certificate, key })
    ],
    [
      'a certificate that has expired',
      async () => ({
        certificate: await written('expired.pem', expired.certificate),
        key: await written('expired.key', expired.key)
      }),
      'listener_certificate_expired',
      ({ certificate }) => ({ file: certificate, from: '2024-01-02', to: '2024-03-04' })
    ],
    [
      'a certificate of a time to come',
      async () => ({
        certificate: await written('early.pem', early.certificate),
        key: await written('early.key', early.key)
      }),
      'listener_certificate_expired',
      ({ certificate }) => ({ file: certificate, from: '2090-01-02', to: '2091-01-02' })
    ]
  ]

  it.each(cases)('%s is told, and the other listeners are there', async (_what, filesOf, code, data) => {
    const files = { ...made.server, ...(await filesOf()) }
    const started = await running({}, { listeners: { ...secure(), tls: { port: 0, ...files } } })
    const { state, error } = listener(started, 'tls')
    expect({ state, code: error?.code, data: error?.data }).toEqual({ state: 'failed', code, data: data(files) })
    expect(started.broker.state.listeners.map((each) => each.state)).toEqual([
      'running',
      'running',
      'failed',
      'running'
    ])
    // Nothing of a key is told or logged.
    const told = JSON.stringify([started.broker.state, started.log.entries])
    const secret = (await readFile(made.server.key, 'utf8')).split('\n')[1] ?? ''
    expect(secret.length).toBeGreaterThan(30)
    expect(told.includes(secret)).toBe(false)
  })
})

describe('a configuration', () => {
  it('has no TLS listener unless it is asked for, and then on the usual ports of this machine', () => {
    const files = { certificate: 'a.pem', key: 'a.key' }
    expect(listenersSchema.parse({ tcp: {}, ws: {} })).toEqual({
      tcp: { host: '127.0.0.1', port: 1883 },
      ws: { host: '127.0.0.1', port: 8083, path: '/mqtt' }
    })
    expect(listenersSchema.parse({ tls: files, wss: files })).toEqual({
      tls: { host: '127.0.0.1', port: 8883, ...files },
      wss: { host: '127.0.0.1', port: 8084, path: '/mqtt', ...files }
    })
  })

  it.each([
    ['without a key', { tls: { certificate: 'a.pem' } }, ['tls', 'key']],
    ['without a certificate', { wss: { key: 'a.key' } }, ['wss', 'certificate']],
    ['with an unknown key', { tls: { certificate: 'a', key: 'b', passphrase: 'x' } }, ['tls']],
    ['with a path where there is none', { tls: { certificate: 'a', key: 'b', path: '/mqtt' } }, ['tls']]
  ])('%s is at fault', (_what, listeners, path) => {
    expect(listenersSchema.safeParse(listeners).error?.issues.map((issue) => issue.path)).toEqual([path])
  })
})
