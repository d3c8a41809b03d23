import fc from 'fast-check'
import { generate, type IPublishPacket, parser as makeParser, type Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { quickPublish } from '../../src/engine/broker/quickPublish.js'
import { limitsSchema } from '../../src/shared/limits.js'

const limits = limitsSchema.parse({})

const publish = fc
  .record({
    topic: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/[+#\0\uFFFD]/.test(text)),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    retain: fc.boolean(),
    dup: fc.boolean(),
    messageId: fc.integer({ min: 1, max: 65_535 })
  })
  .map((fields): IPublishPacket => ({ cmd: 'publish', ...fields, dup: fields.dup && fields.qos > 0 }))

/** What mqtt-packet reads, and whether it minds. */
function read(bytes: Buffer): { readonly packets: readonly Packet[]; readonly errors: number } {
  const packets: Packet[] = []
  let errors = 0
  const parser = makeParser()
  parser.on('packet', (packet) => packets.push(packet))
  parser.on('error', () => (errors += 1))
  parser.parse(bytes)
  return { packets, errors }
}

describe('a PUBLISH that is read at once', () => {
  it('is what mqtt-packet reads, wherever it stands', () => {
    fc.assert(
      fc.property(publish, publish, fc.nat(20), (packet, next, before) => {
        const bytes = generate(packet)
        const chunk = Buffer.concat([Buffer.alloc(before, 0x30), bytes, generate(next)])
        const found = quickPublish(chunk, before, limits)
        expect(found?.end).toBe(before + bytes.length)
        expect(found?.packet).toEqual({ ...read(bytes).packets[0] })
      })
    )
  })

  it('is whole', () => {
    fc.assert(
      fc.property(publish, fc.double({ min: 0, max: 0.999, noNaN: true }), (packet, share) => {
        const bytes = generate(packet)
        expect(quickPublish(bytes.subarray(0, Math.floor(bytes.length * share)), 0, limits)).toBeUndefined()
      })
    )
  })

  it('is never one that mqtt-packet refuses or reads otherwise', () => {
    const broken = fc
      .tuple(publish, fc.array(fc.tuple(fc.nat(12), fc.nat(255)), { minLength: 1, maxLength: 3 }))
      .map(([packet, changes]) => {
        const bytes = generate(packet)
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
        return bytes
      })
    fc.assert(
      fc.property(broken, (bytes) => {
        const found = quickPublish(bytes, 0, limits)
        if (found === undefined) return
        const { packets, errors } = read(bytes.subarray(0, found.end))
        expect(errors).toBe(0)
        expect([found.packet]).toEqual(packets.map((packet) => ({ ...packet })))
      }),
      { numRuns: 5000 }
    )
  })

  it('is within the limits', () => {
    const bytes = generate({ cmd: 'publish', topic: 't', payload: 'x'.repeat(2000), qos: 0, retain: false, dup: false })
    expect(quickPublish(bytes, 0, { ...limits, packetSize: 2003 })).toBeDefined()
    expect(quickPublish(bytes, 0, { ...limits, packetSize: 2002 })).toBeUndefined()
    expect(quickPublish(bytes, 0, { ...limits, topicLength: 0 })).toBeUndefined()
  })
})
