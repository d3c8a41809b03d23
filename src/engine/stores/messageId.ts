import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'

/**
 * EMQX's message ids (`emqx_guid`): 64 bits of microseconds since the epoch, 48 bits of node and process, a 16-bit
 * sequence; written as 32 upper-case hex digits, so that the order of the texts is the order of time.
 */

const highestSequence = 0xffff
/** Each byte in hex. */
const bytes = Array.from({ length: 256 }, (_, byte) => hex(byte, 2))

/** 16 bits of the machine, then 32 random bits: in containers a process id is always the same small number. */
const ownPart = createHash('sha256').update(hostname()).digest('hex').slice(0, 4) + randomBytes(4).toString('hex')
const own = ownPart.toUpperCase()

export class MessageIds {
  private microseconds = 0
  private sequence = 0
  private prefix = ''

  /** @param now The clock, ms since the epoch. */
  constructor(private readonly now: () => number = Date.now) {}

  /** Strictly greater than every id before it, also when the clock has been set back. */
  next(): string {
    const microseconds = this.now() * 1000
    if (microseconds > this.microseconds) this.startAt(microseconds)
    else if (this.sequence === highestSequence) this.startAt(this.microseconds + 1)
    else this.sequence += 1
    return this.prefix + (bytes[this.sequence >> 8] ?? '') + (bytes[this.sequence & 0xff] ?? '')
  }

  private startAt(microseconds: number): void {
    this.microseconds = microseconds
    this.sequence = 0
    this.prefix = hex(microseconds, 16) + own
  }
}

const ids = new MessageIds()

/** A new message id; strictly increasing within this process. */
export function newMessageId(): string {
  return ids.next()
}

/** Whether an id was made by this very process. */
export function isOwnId(id: string): boolean {
  return id.length === 32 && id.startsWith(own, 16)
}

/** Whether a text has the form of a message id. */
export function isMessageId(text: string): boolean {
  return /^[0-9A-F]{32}$/.test(text)
}

/**
 * A stable id for a row that has none, because somebody wrote it by hand. Its time part is zero, which no clock gives.
 * @param key The row's number (64 bits, signed), or the hex digits of a key that is none.
 */
export function idOfRow(key: number | string): string {
  const digits = typeof key === 'number' ? BigInt.asUintN(64, BigInt(key)).toString(16) : key
  return digits.toUpperCase().padStart(32, '0')
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}
