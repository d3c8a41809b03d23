import { fail } from '../term.js'
import { type CharSet, bothCases, escapeClasses, inverted, posixClasses, setOf, setOfProperty } from './charSet.js'

const controls: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9]
])

/** A class by its name, which EMQX allows within brackets only; `.` and `=` it knows and refuses. */
const namedClass = /([:.=])[^\]]*\1\]/

/** Goes through a PCRE pattern, and reads what in it stands for one byte. */
export class Reader {
  protected at = 0
  protected readonly pattern: string

  constructor(pattern: string) {
    this.pattern = unquoted(pattern)
  }

  protected fail(): never {
    return fail('badarg: regular expression')
  }

  protected next(): string {
    return this.pattern.charAt(this.at)
  }

  protected eat(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  protected take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = this.at
    const found = sticky.exec(this.pattern) ?? undefined
    this.at += found?.[0].length ?? 0
    return found
  }

  /** `\p{Lu}`, `\pL`, `\P{^Latin}`: the backslash has been read. */
  protected property(): CharSet | undefined {
    const found = this.take(/([pP])(?:\{(\^?)([A-Za-z_&]+)\}|([A-Z]))/)
    if (found === undefined) return undefined
    const [, letter, sign, long, short = ''] = found
    const set = setOfProperty(long ?? short) ?? this.fail()
    return (letter === 'P') === (sign === '^') ? set : inverted(set)
  }

  /** The bytes that an escape stands for; the backslash has been read. */
  protected escapedSet(): CharSet {
    const known = escapeClasses.get(this.next())
    if (known !== undefined) {
      this.at += 1
      return known
    }
    const code = this.escapedCode()
    return setOf((byte) => byte === code)
  }

  private escapedCode(): number {
    const hexadecimal = this.take(/x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{0,2}))/)
    if (hexadecimal !== undefined) return this.code(Number.parseInt(hexadecimal[1] ?? `0${hexadecimal[2] ?? ''}`, 16))
    const octal = this.take(/o\{([0-7]+)\}|0[0-7]{0,2}|[1-3]?[0-7]{1,2}/)
    if (octal !== undefined) return this.code(Number.parseInt(octal[1] ?? octal[0], 8))
    const control = this.take(/c([ -~])/)?.[1]
    if (control !== undefined) return control.toUpperCase().charCodeAt(0) ^ 64
    const letter = this.next()
    this.at += 1
    // What PCRE has no meaning for is a letter like any other; these have one, or are refused.
    if (letter === '' || /[lLuUNopPc]/.test(letter)) this.fail()
    return controls.get(letter) ?? letter.charCodeAt(0)
  }

  private code(code: number): number {
    return code < 256 ? code : this.fail()
  }

  /** The inside of brackets; the opening one has been read. */
  protected bracket(caseless: boolean): CharSet {
    if (this.take(namedClass) !== undefined) this.fail()
    const isInverted = this.eat('^')
    const bytes = new Set<number>()
    let isFirst = true
    while (isFirst || this.next() !== ']') {
      if (this.at >= this.pattern.length) this.fail()
      isFirst = false
      const set = this.member()
      const [from] = set
      const isRange = set.size === 1 && this.next() === '-' && this.pattern.charAt(this.at + 1) !== ']'
      if (!isRange || from === undefined) {
        for (const byte of set) bytes.add(byte)
        continue
      }
      this.at += 1
      this.addRange(bytes, from)
    }
    this.at += 1
    const set = caseless ? bothCases(bytes) : bytes
    return isInverted ? inverted(set) : set
  }

  private addRange(bytes: Set<number>, from: number): void {
    const end = this.member()
    const [last] = end
    // Nothing ends with a class: `[a-\d]`.
    if (end.size !== 1 || last === undefined || last < from) return this.fail()
    for (let byte = from; byte <= last; byte += 1) bytes.add(byte)
  }

  private member(): CharSet {
    const posix = this.take(/\[:(\^?)([a-z]+):\]/)
    if (posix !== undefined) {
      const set = posixClasses.get(posix[2] ?? '') ?? this.fail()
      return posix[1] === '^' ? inverted(set) : set
    }
    const letter = this.next()
    this.at += 1
    if (letter === '[' && this.take(namedClass) !== undefined) this.fail()
    if (letter !== '\\') return setOf((byte) => byte === letter.charCodeAt(0))
    if (this.eat('b')) return setOf((byte) => byte === 8)
    // In brackets these are letters like any other.
    const plain = this.take(/[CRX]/)?.[0]
    if (plain !== undefined) return setOf((byte) => byte === plain.charCodeAt(0))
    return this.property() ?? this.escapedSet()
  }
}

/** The pattern with backslashes before single letters in place of `\Q…\E`. */
function unquoted(pattern: string): string {
  return pattern.replace(/\\Q([^]*?)(?:\\E|$)|\\E|\\[^]/g, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replace(/[^A-Za-z0-9]/g, '\\$&')
    return whole === '\\E' ? '' : whole
  })
}
