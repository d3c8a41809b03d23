import { AppError } from '../../shared/errors.js'
import { deepest } from './bounds.js'
import { integerOfDigits } from './number.js'
import type { Term } from './term.js'

/*
 * JSON that keeps integers apart from floats and of any size, as EMQX's decoder (jiffy) does: `1` is a bigint, `1.0`
 * and `1e0` are numbers. Objects become maps; of equal keys the last one wins.
 */

const white = /[ \t\r\n]*/y
const numeral = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
// eslint-disable-next-line no-control-regex -- control characters are what JSON forbids in text
const plainText = /[^"\\\u0000-\u001f]*/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t'
}

/** Throws `rule_evaluation` with the offset (from 1) of what is not JSON. */
export function parseJson(text: string): Term {
  const parser = new JsonParser(text)
  return parser.whole()
}

class JsonParser {
  private at = 0
  private depth = 0
  constructor(private readonly text: string) {}

  whole(): Term {
    this.skip()
    const value = this.value()
    this.skip()
    if (this.at < this.text.length) this.fail()
    return value
  }

  private value(): Term {
    const first = this.text.charCodeAt(this.at)
    switch (first) {
      case 0x7b:
        return this.object()
      case 0x5b:
        return this.array()
      case 0x22:
        return this.string()
      case 0x74:
        return this.word('true', true)
      case 0x66:
        return this.word('false', false)
      case 0x6e:
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private object(): Term {
    const map = new Map<string, Term>()
    this.elements('}', () => {
      if (this.text.charCodeAt(this.at) !== 0x22) this.fail()
      const key = this.string()
      this.skip()
      if (!this.mark(':')) this.fail()
      this.skip()
      map.set(key, this.value())
    })
    return map
  }

  private array(): Term {
    const list: Term[] = []
    this.elements(']', () => list.push(this.value()))
    return list
  }

  /** Reads what stands between brackets, with commas between. */
  private elements(closing: string, element: () => void): void {
    this.depth += 1
    if (this.depth > deepest) this.fail()
    this.at += 1
    this.skip()
    if (!this.mark(closing)) {
      for (;;) {
        element()
        this.skip()
        if (this.mark(closing)) break
        if (!this.mark(',')) this.fail()
        this.skip()
      }
    }
    this.depth -= 1
  }

  private mark(mark: string): boolean {
    if (this.text.charAt(this.at) !== mark) return false
    this.at += 1
    return true
  }

  private string(): string {
    this.at += 1
    let result = this.plain()
    for (;;) {
      const mark = this.text.charAt(this.at)
      if (mark === '"') break
      if (mark !== '\\') this.fail()
      result += this.escape() + this.plain()
    }
    this.at += 1
    return result
  }

  private plain(): string {
    return this.take(plainText)
  }

  private escape(): string {
    const letter = this.text.charAt(this.at + 1)
    if (letter !== 'u') {
      const character = escapes[letter]
      if (character === undefined) this.fail()
      this.at += 2
      return character
    }
    const unit = this.codeUnit()
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit)
    // Half of a pair alone is no character.
    if (unit > 0xdbff || this.text.slice(this.at, this.at + 2) !== '\\u') this.fail()
    const second = this.codeUnit()
    if (second < 0xdc00 || second > 0xdfff) this.fail()
    return String.fromCharCode(unit, second)
  }

  private codeUnit(): number {
    const digits = this.text.slice(this.at + 2, this.at + 6)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail()
    this.at += 6
    return Number.parseInt(digits, 16)
  }

  private number(): Term {
    numeral.lastIndex = this.at
    const found = numeral.exec(this.text)
    if (found === null) this.fail()
    const [digits, fraction, exponent] = found
    this.at += digits.length
    if (fraction === undefined && exponent === undefined) return integerOfDigits(digits)
    const float = Number(digits)
    if (!Number.isFinite(float)) this.fail()
    return float
  }

  private word(word: string, value: Term): Term {
    if (!this.text.startsWith(word, this.at)) this.fail()
    this.at += word.length
    return value
  }

  private skip(): void {
    this.take(white)
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  private fail(): never {
    throw new AppError('rule_evaluation', { reason: `invalid_json at ${this.at + 1}` })
  }
}
