import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { generate, parser as makeParser, type Packet } from 'mqtt-packet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connectFrame, frame, publishFrame, subscribeFrame, text, uint16 } from './frames.js'
import { RawClient, type RunningBroker, startBroker } from './harness.js'

/** How long to try, in seconds; FUZZ_SECONDS makes it longer, FUZZ_SEED repeats a run. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 8)
const seed = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) }

let running: RunningBroker
let witness: Witness

/** Another client, that publishes and receives all the while. */
class Witness {
  private rounds = 0
  private failure: unknown
  private ended = false
  private readonly loop: Promise<void>

  constructor(private readonly client: RawClient) {
    this.loop = this.run().catch((error: unknown) => {
      this.failure = error
    })
  }

  static async start(port: number): Promise<Witness> {
    const client = await RawClient.open(port, { clientId: 'the-witness' })
    client.sendBytes(subscribeFrame(['the-witness/+']))
    await client.next('suback')
    return new Witness(client)
  }

  /** Resolves after a few more rounds; fails when it was disturbed. */
  async isWell(): Promise<void> {
    const goal = this.rounds + 3
    await expect.poll(() => this.failure !== undefined || this.rounds >= goal, { timeout: 20_000 }).toBe(true)
    expect(this.failure).toBe(undefined)
  }

  async end(): Promise<void> {
    this.ended = true
    await this.loop
    this.client.close()
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      const mine = `round ${this.rounds}`
      this.client.sendBytes(publishFrame(2, 'the-witness/t', 1, mine))
      await this.client.next('puback')
      for (;;) {
        const { messageId, payload } = await this.client.next('publish')
        if (messageId !== undefined) this.client.send({ cmd: 'puback', messageId })
        if (payload.toString() === mine) break
      }
      this.rounds += 1
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

beforeAll(async () => {
  const limits = {
    packetSize: 200_000,
    retained: 50,
    sessions: 50,
    queue: 100,
    memory: 20_000_000,
    receiveMaximum: 100
  }
  running = await startBroker({}, { limits })
  witness = await Witness.start(running.port)
})
afterAll(async () => {
  await witness.end()
  await running.broker.stop()
})

async function open(): Promise<Socket> {
  const socket = connect({ port: running.port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

// --- a conversation, in any pieces ---

const conversation = Buffer.concat([
  connectFrame({ flags: 0x2e, payload: [text('split'), text('will/t'), text('gone')] }),
  subscribeFrame(['split/+', 'split/#', 'ü/€'], 2, 1),
  publishFrame(2, 'split/a', 2, 'at least once'),
  publishFrame(4, 'split/ü€😀', 3, 'exactly once'),
  frame(0x62, uint16(3)),
  publishFrame(0, 'split/b', undefined, ''),
  frame(0xa2, Buffer.concat([uint16(4), text('split/+')])),
  frame(0xc0)
])

/** What was answered, as text without what differs from run to run. */
function answersOf(bytes: Buffer): string[] {
  const answers: string[] = []
  const parser = makeParser()
  parser.on('packet', (packet: Packet) => {
    answers.push(packet.cmd === 'publish' ? `publish ${packet.topic} ${packet.qos}` : packet.cmd)
  })
  parser.parse(bytes)
  return answers
}

async function talk(
  pieces: readonly Buffer[],
  write: (piece: Buffer) => void,
  answered: () => Buffer
): Promise<string[]> {
  for (const piece of pieces) {
    write(piece)
    await turn()
  }
  await expect
    .poll(() => answersOf(answered()).filter((answer) => answer !== 'pubrel'), { interval: 5 })
    .toHaveLength(10)
  return answersOf(answered()).sort()
}

async function overTcp(pieces: readonly Buffer[]): Promise<string[]> {
  const socket = await open()
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  try {
    return await talk(
      pieces,
      (piece) => socket.write(piece),
      () => Buffer.concat(chunks)
    )
  } finally {
    socket.end(frame(0xe0))
    await new Promise((resolve) => socket.once('close', resolve))
  }
}

async function overWebSocket(pieces: readonly Buffer[]): Promise<string[]> {
  const url = running.broker.state.listeners.find(({ name }) => name === 'ws')?.url ?? ''
  const socket = new WebSocket(url, 'mqtt')
  const chunks: Buffer[] = []
  socket.on('message', (data: Buffer) => chunks.push(data))
  await once(socket, 'open')
  try {
    return await talk(
      pieces,
      (piece) => socket.send(piece),
      () => Buffer.concat(chunks)
    )
  } finally {
    socket.close()
    await once(socket, 'close')
  }
}

describe('a conversation is understood the same', () => {
  it('cut in two at every byte', async () => {
    const whole = await overTcp([conversation])
    for (let at = 1; at < conversation.length; at += 1) {
      expect(await overTcp([conversation.subarray(0, at), conversation.subarray(at)]), `at ${at}`).toEqual(whole)
    }
  })

  it.each([
    ['over TCP', overTcp],
    ['over WebSocket', overWebSocket]
  ])('byte by byte %s', async (_name, over) => {
    const bytes = Array.from(conversation, (_, at) => conversation.subarray(at, at + 1))
    expect(await over(bytes)).toEqual(await overTcp([conversation]))
  })
})

// --- anything else ---

const topics = fc.oneof(
  fc.constantFrom(
    't',
    'a/b',
    '/',
    '',
    '#',
    '+/+',
    'a/#/b',
    '$SYS/x',
    '$x',
    '__proto__',
    'constructor',
    'x'.repeat(65_535)
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 })
)
const qos = fc.constantFrom<0 | 1 | 2>(0, 1, 2)
const id = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 65_535 }))
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
const payload = fc.oneof(bytes, fc.constant(Buffer.alloc(100_000)))
const clientId = fc.constantFrom('a', 'b', 'c', '', '__proto__', 'x'.repeat(2000))

/** Frames of all kinds, made from parts that are mostly right. */
const frames: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .record({
      clientId,
      clean: fc.boolean(),
      keepalive: fc.nat(65_535),
      level: fc.constantFrom(3, 4, 5, 6),
      will: fc.option(topics),
      retain: fc.boolean(),
      qos
    })
    .map(({ clientId: name, clean, keepalive, level, will, retain, qos: willQos }) =>
      connectFrame({
        level,
        keepalive,
        flags: (clean ? 2 : 0) | (will === null ? 0 : 4 | (willQos << 3) | (retain ? 0x20 : 0)),
        payload: [text(name), ...(will === null ? [] : [text(will.slice(0, 60_000)), text('gone')])]
      })
    ),
  fc
    .record({ topic: topics, qos, retain: fc.boolean(), dup: fc.boolean(), id, payload })
    .map(({ topic, qos: at, retain, dup, id: packetId, payload: body }) => {
      const parts = [text(Buffer.from(topic).subarray(0, 65_535)), ...(at === 0 ? [] : [uint16(packetId)]), body]
      return frame(0x30 | (dup ? 8 : 0) | (at << 1) | (retain ? 1 : 0), Buffer.concat(parts))
    }),
  fc
    .record({ filters: fc.array(topics, { maxLength: 4 }), at: fc.integer({ min: 0, max: 3 }), id })
    .map(({ filters, at, id: packetId }) =>
      subscribeFrame(
        filters.map((filter) => Buffer.from(filter).subarray(0, 65_535)),
        at,
        packetId
      )
    ),
  fc
    .record({ filters: fc.array(topics, { maxLength: 4 }), id })
    .map(({ filters, id: packetId }) =>
      frame(
        0xa2,
        Buffer.concat([uint16(packetId), ...filters.map((filter) => text(Buffer.from(filter).subarray(0, 65_535)))])
      )
    ),
  fc
    .record({ first: fc.constantFrom(0x40, 0x50, 0x62, 0x70), id })
    .map(({ first, id: packetId }) => frame(first, uint16(packetId))),
  fc.constantFrom(frame(0xc0), frame(0xe0), frame(0x20, Buffer.from([0, 0])), frame(0xd0)),
  fc.constantFrom(...(['pingreq', 'disconnect'] as const)).map((cmd) => generate({ cmd })),
  fc.record({ first: fc.integer({ min: 0, max: 255 }), body: bytes }).map(({ first, body }) => frame(first, body)),
  bytes
)

type Change = (bytes: Buffer) => Buffer
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant((all: Buffer) => all),
  fc.record({ place, bit: fc.nat(7) }).map(({ place: where, bit }) => (all: Buffer) => {
    const changed = Buffer.from(all)
    const at = Math.floor(where * all.length)
    if (all.length > 0) changed[at] = (all[at] ?? 0) ^ (1 << bit)
    return changed
  }),
  place.map((where) => (all: Buffer) => all.subarray(0, Math.floor(where * all.length))),
  place.map((where) => (all: Buffer) => all.subarray(Math.floor(where * all.length))),
  fc.record({ place, bytes }).map(({ place: where, bytes: more }) => (all: Buffer) => {
    const at = Math.floor(where * all.length)
    return Buffer.concat([all.subarray(0, at), more, all.subarray(at)])
  })
)

interface Hostile {
  readonly greets: boolean
  readonly name: string
  readonly clean: boolean
  readonly frames: [Buffer, Change][]
  readonly cuts: number[]
  /** Whether it ends with a reset instead of a proper end. */
  readonly reset: boolean
}

const hostile: fc.Arbitrary<Hostile> = fc.record({
  greets: fc.boolean(),
  name: clientId,
  clean: fc.boolean(),
  frames: fc.array(fc.tuple(frames, change), { minLength: 1, maxLength: 12 }),
  cuts: fc.array(place, { maxLength: 6 }),
  reset: fc.boolean()
})

/** Cuts at some places, in their order. */
function cut(all: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((where) => Math.floor(where * all.length)).sort((a, b) => a - b), all.length]
  return places.slice(1).map((end, index) => all.subarray(places[index], end))
}

async function attack({ greets, name, clean, frames: list, cuts, reset }: Hostile): Promise<void> {
  const socket = await open()
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.resume()
  const greeting = greets ? [connectFrame({ flags: clean ? 2 : 0, payload: [text(name)] })] : []
  const all = Buffer.concat([...greeting, ...list.map(([bytesOf, changed]) => changed(bytesOf))])
  for (const piece of cut(all, cuts)) {
    if (!socket.destroyed) socket.write(piece)
    await turn()
  }
  if (reset) socket.resetAndDestroy()
  else socket.end()
  // An end of ours has to be answered by one of the broker's.
  await closed
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heap(): number {
  collect()
  return process.memoryUsage().heapUsed
}

describe(`${seconds} seconds of frames that are made, changed, cut and thrown together`, () => {
  it(
    'neither crash nor fill the broker, and another client is served all the while',
    { timeout: seconds * 1000 + 60_000 },
    async () => {
      const { broker } = running
      let runs = 0
      let before = 0
      const result = await fc.check(
        fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 6 }), async (attackers) => {
          await Promise.all(attackers.map(attack))
          runs += attackers.length
          // Caches and compiled code first.
          if (before === 0 && runs > 300) before = heap()
        }),
        {
          numRuns: 1_000_000,
          interruptAfterTimeLimit: seconds * 1000,
          markInterruptAsFailure: false,
          endOnFailure: true,
          ...seed
        }
      )
      // The frames themselves would fill pages: FUZZ_SEED makes them again.
      const { failed, seed: used, counterexamplePath, errorInstance } = result
      expect(failed ? { used, counterexamplePath, error: String(errorInstance) } : undefined).toBe(undefined)
      await witness.isWell()
      await expect.poll(() => broker.state.clients).toBe(1)
      expect(broker.state.held).toBeLessThan(20_000_000)
      expect(broker.state.sessions).toBeLessThanOrEqual(50)
      expect(runs).toBeGreaterThan(300)
      expect(heap() - before).toBeLessThan(20_000_000)
    }
  )
})
