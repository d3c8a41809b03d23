import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase62, toBase62 } from '../../src/engine/stores/base62.js'
import { idOfRow, isMessageId, isOwnId, MessageIds, newMessageId } from '../../src/engine/stores/messageId.js'

describe('message id', () => {
  it('grows strictly, also when the clock stands still or is set back', () => {
    const times = [5000, 5000, 4000, 6000, 5999, 6000]
    let reads = 0
    const generator = new MessageIds(() => times[Math.floor(reads++ / 70_000) % times.length] ?? 0)
    let last = ''
    for (let count = 0; count < 70_000 * times.length; count += 1) {
      const id = generator.next()
      if (!(id > last) || id.length !== 32) throw new Error(`${id} after ${last}`)
      last = id
    }
  })

  it('begins with the time in microseconds', () => {
    const id = new MessageIds(() => 1_594_606_150_714).next()
    expect(Number(`0x${id.slice(0, 16)}`)).toBe(1_594_606_150_714_000)
    expect(isMessageId(id)).toBe(true)
  })

  it('is known as our own', () => {
    expect(isOwnId(newMessageId())).toBe(true)
    expect(isOwnId('000587943D9B5C5EF442000009880001')).toBe(false)
  })

  it('is made from the row where there is none', () => {
    expect(idOfRow(10)).toBe('0000000000000000000000000000000A')
    expect(idOfRow(-1)).toBe('0000000000000000FFFFFFFFFFFFFFFF')
    expect(idOfRow('5f0c1c86f2c5d1a6e4b0c001')).toBe('000000005F0C1C86F2C5D1A6E4B0C001')
  })
})

describe('base62', () => {
  it.each([
    ['000587943D9B5C5EF442000009880001', 'Mjg3MTEzNTQ0MjM2MjQ1MzUyMjUxNjMxNDkzMDAyMDM1MjB'],
    ['0005F8E4D2A1B3C7F44200000A740003', 'MzEwMDk2NTEwODI3NzExMTYyMjAzMTcwODU5MDQxNDIzMzJ'],
    ['0'.repeat(32), 'MA'],
    ['F'.repeat(32), 'MzQwMjgyMzY2OTIwOTM4NDYzNDYzMzc0NjA3NDMxNzY4MjExNDU1']
  ])('writes %s as EMQX does', (id, text) => {
    expect(toBase62(id)).toBe(text)
    expect(fromBase62(text)).toBe(id)
  })

  it('comes back, and reads nothing that is not its own', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (number) => {
        const id = number.toString(16).toUpperCase().padStart(32, '0')
        expect(fromBase62(toBase62(id))).toBe(id)
      })
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = fromBase62(text)
        expect(id === undefined || toBase62(id) === text).toBe(true)
      })
    )
    for (const text of ['', 'M', '9', '9D', 'hello', 'Mjg3 ']) expect(fromBase62(text)).toBeUndefined()
  })
})
