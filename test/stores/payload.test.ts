import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payloadToText, payloadToTextBytes, textToPayload } from '../../src/engine/stores/payload.js'
import { bytesOfStored, payloadMark } from '../../src/shared/markedPayload.js'
import { samplePayloads } from './contract.js'

describe('payload as text', () => {
  it('comes back byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, marked) => {
        const payload = Buffer.concat([Buffer.from(marked ? payloadMark : ''), bytes])
        expect(textToPayload(payloadToText(payload)).equals(payload)).toBe(true)
      })
    )
    for (const payload of samplePayloads(1000)) expect(textToPayload(payloadToText(payload)).equals(payload)).toBe(true)
  })

  it('is valid UTF-8 without NUL, the same as text and as bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = payloadToText(Buffer.from(bytes))
        expect(text).not.toContain('\0')
        expect(payloadToTextBytes(Buffer.from(bytes)).equals(Buffer.from(text))).toBe(true)
      })
    )
  })

  it('reads any text that a person may have stored', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (written, marked) => {
        const text = marked ? payloadMark + written : written
        const payload = textToPayload(text)
        // Either it is itself, or it is what we would have written for these bytes.
        expect(payload.toString() === text || payloadToText(payload) === text).toBe(true)
      })
    )
  })

  it('is seen as the same bytes, and of a text that was cut off as their beginning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, some) => {
        const payload = Buffer.from(bytes)
        const text = payloadToText(payload)
        expect(payload.equals(bytesOfStored(text))).toBe(true)
        const coded = text.length - payloadMark.length
        if (!text.startsWith(payloadMark) || coded < 4) return
        // Looks end in the middle of a group.
        const groups = some % (coded / 4)
        const cut = text.slice(0, payloadMark.length + 4 * groups + 2)
        expect(payload.subarray(0, 3 * groups).equals(bytesOfStored(cut))).toBe(true)
      })
    )
  })

  it('is text with a mark that we would not have written', () => {
    const byteOrderMark = '\uFEFF'
    for (const payload of ['hello', byteOrderMark + payloadMark]) {
      const text = payloadMark + Buffer.from(payload).toString('base64')
      expect(textToPayload(text).toString()).toBe(text)
    }
  })

  it('is itself where it can be', () => {
    expect(payloadToText(Buffer.from('{"a":"ä"}'))).toBe('{"a":"ä"}')
    expect(payloadToText(Buffer.from([0]))).toBe(`${payloadMark}AA==`)
  })
})
