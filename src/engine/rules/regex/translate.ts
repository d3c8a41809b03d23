import { fail } from '../term.js'
import {
  type CharSet,
  bothCases,
  classSource,
  escapeClasses,
  everything,
  inverted,
  notNewline,
  posixClasses,
  setOf
} from './charSet.js'

/** A PCRE pattern as a JavaScript one over bytes. */
export interface Translation {
  readonly source: string
  /** Capturing groups; each is named `g1`, `g2`, … in the source. */
  readonly groups: number
  /** Repetitions without a small limit. */
  readonly loops: number
  /** All repetitions are of single bytes: backtracking is then bounded by a power of the subject's length. */
  readonly flat: boolean
}

interface Options {
  readonly caseless: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly extended: boolean
}

const noOptions: Options = { caseless: false, multiline: false, dotAll: false, extended: false }
const smallLimit = 4

/** Throws `rule_evaluation` for what is no pattern, and for the few things of PCRE that have no equal here. */
export function translate(pattern: string): Translation {
  return new Translator(pattern).whole()
}

class Translator {
  private at = 0
  private options = noOptions
  private groups = 0
  private atomics = 0
  private loops = 0
  private flat = true
  private depth = 0
  private readonly names = new Map<string, number>()

  constructor(private readonly pattern: string) {}

  whole(): Translation {
    const source = this.alternatives()
    if (this.at < this.pattern.length) this.fail()
    return { source, groups: this.groups, loops: this.loops, flat: this.flat }
  }

  private fail(): never {
    return fail('badarg: regular expression')
  }

  private next(): string {
    return this.pattern.charAt(this.at)
  }

  private eat(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = this.at
    const found = sticky.exec(this.pattern) ?? undefined
    this.at += found?.[0].length ?? 0
    return found
  }

  /** Options set inside a group end with it. */
  private alternatives(): string {
    this.depth += 1
    if (this.depth > 200) this.fail()
    const before = this.options
    const branches = [this.sequence()]
    while (this.eat('|')) branches.push(this.sequence())
    this.options = before
    this.depth -= 1
    return branches.join('|')
  }

  private sequence(): string {
    let source = ''
    while (this.at < this.pattern.length && this.next() !== '|' && this.next() !== ')') source += this.piece()
    return source
  }

  private piece(): string {
    if (this.options.extended && this.take(/\s+|#[^\n]*\n?/) !== undefined) return ''
    const quoted = this.take(/\\Q([^]*?)(?:\\E|$)/)
    if (quoted !== undefined)
      return Array.from(quoted[1] ?? '', (letter) => this.quantified(this.literal(letter), true)).join('')
    if (this.eat('\\E')) return ''
    const letter = this.next()
    if (letter === '(') return this.group()
    this.at += 1
    switch (letter) {
      case '[':
        return this.quantified(this.set(this.bracket()), true)
      case '.':
        return this.quantified(classSource(this.options.dotAll ? everything : notNewline), true)
      case '^':
        return this.options.multiline ? '(?:(?<![^])|(?<=\\n)(?=[^]))' : '(?<![^])'
      case '$':
        return this.options.multiline ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))'
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        return this.fail()
      default:
        return this.quantified(this.literal(letter), true)
    }
  }

  private literal(letter: string): string {
    const code = letter.charCodeAt(0)
    return this.set(setOf((byte) => byte === code))
  }

  private set(set: CharSet): string {
    return classSource(this.options.caseless ? bothCases(set) : set)
  }

  /** A piece with what says how often it stands. */
  private quantified(atom: string, single: boolean): string {
    const found = this.take(/([*+?]|\{([0-9]+)(?:(,)([0-9]*))?\})([?+]?)/)
    if (found === undefined) return atom
    const [, mark = '', least, comma, most, kind] = found
    const limit =
      mark === '?' ? 1 : mark.length === 1 ? Infinity : Number(comma === undefined ? least : most || Infinity)
    if (Number(least ?? 0) > limit || (Number.isFinite(limit) && limit > 65_535)) this.fail()
    if (limit > smallLimit) this.loops += 1
    if (!single && limit > 1) this.flat = false
    if (kind === '?') return `${atom}${mark}?`
    return kind === '+' ? this.atomic(`${atom}${mark}`) : `${atom}${mark}`
  }

  /** JavaScript has no atomic groups; a look-ahead gives nothing back either. */
  private atomic(source: string): string {
    this.atomics += 1
    this.flat = false
    return `(?:(?=(?<a${this.atomics}>${source}))\\k<a${this.atomics}>)`
  }

  private group(): string {
    if (this.take(/\(\?#[^)]*\)/) !== undefined) return ''
    const look = this.take(/\((\?<?[=!])/)
    if (look !== undefined) return `(${look[1]}${this.close()})`
    const named = this.take(/\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/)
    if (named !== undefined) return this.capture(named[1] ?? named[2])
    if (this.eat('(?>')) return this.quantified(this.atomic(this.close()), false)
    const inline = this.take(/\(\?([imsx]*)(?:-([imsx]*))?([:)])/)
    if (inline !== undefined) return this.inline(inline)
    const reference = this.take(/\(\?P=([A-Za-z_]\w*)\)/)
    if (reference !== undefined) return this.backReference(this.numberOf(reference[1] ?? ''))
    if (this.pattern.startsWith('(?', this.at) || this.pattern.startsWith('(*', this.at)) this.fail()
    this.eat('(')
    return this.capture(undefined)
  }

  private close(): string {
    const inner = this.alternatives()
    if (!this.eat(')')) this.fail()
    return inner
  }

  private capture(name: string | undefined): string {
    this.groups += 1
    const number = this.groups
    if (name !== undefined) this.names.set(name, number)
    return this.quantified(`(?<g${number}>${this.close()})`, false)
  }

  private inline([, on = '', off = '', end]: RegExpExecArray): string {
    const before = this.options
    const has = (letter: string, value: boolean): boolean =>
      on.includes(letter) ? true : off.includes(letter) ? false : value
    this.options = {
      caseless: has('i', before.caseless),
      multiline: has('m', before.multiline),
      dotAll: has('s', before.dotAll),
      extended: has('x', before.extended)
    }
    if (end === ')') return ''
    const inner = this.close()
    this.options = before
    return this.quantified(`(?:${inner})`, false)
  }

  private numberOf(name: string): number {
    return this.names.get(name) ?? this.fail()
  }

  private backReference(number: number): string {
    if (number < 1 || number > this.groups) this.fail()
    return this.quantified(`(?:\\k<g${number}>)`, false)
  }

  private escape(): string {
    const reference = this.take(/g\{?(-?[0-9]+)\}?|k(?:<(\w+)>|'(\w+)'|\{(\w+)\})|g\{(\w+)\}/)
    if (reference !== undefined) return this.reference(reference)
    const digits = this.take(/[1-9][0-9]*/)?.[0]
    if (digits !== undefined) {
      if (Number(digits) <= Math.max(9, this.groups)) return this.backReference(Number(digits))
      this.at -= digits.length
    }
    const letter = this.next()
    const assertion = this.assertion(letter)
    if (assertion !== undefined) {
      this.at += 1
      return assertion
    }
    if (this.eat('R')) return this.quantified('(?:\\r\\n|[\\n-\\r\\x85])', false)
    return this.quantified(this.set(this.escapedSet()), true)
  }

  private reference([, number, ...names]: readonly (string | undefined)[]): string {
    if (number === undefined) return this.backReference(this.numberOf(names.find((name) => name !== undefined) ?? ''))
    const place = Number(number)
    return this.backReference(place < 0 ? this.groups + 1 + place : place)
  }

  private assertion(letter: string): string | undefined {
    const word = classSource(escapeClasses.get('w') ?? everything)
    switch (letter) {
      case 'A':
      case 'G':
        return '(?<![^])'
      case 'z':
        return '(?![^])'
      case 'Z':
        return '(?=\\n?(?![^]))'
      case 'b':
        return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
      case 'B':
        return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
      default:
        return undefined
    }
  }

  /** The bytes that an escape stands for; the backslash has been read. */
  private escapedSet(): CharSet {
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
    const simple = new Map([
      ['a', 7],
      ['e', 27],
      ['f', 12],
      ['n', 10],
      ['r', 13],
      ['t', 9]
    ]).get(letter)
    // Other letters after a backslash have, or may get, a meaning of their own.
    if (letter === '' || (simple === undefined && /[A-Za-z]/.test(letter))) this.fail()
    return simple ?? letter.charCodeAt(0)
  }

  private code(code: number): number {
    return code < 256 ? code : this.fail()
  }

  /** The inside of brackets; the opening one has been read. */
  private bracket(): CharSet {
    const isInverted = this.eat('^')
    const bytes = new Set<number>()
    let isFirst = true
    while (isFirst || this.next() !== ']') {
      if (this.at >= this.pattern.length) this.fail()
      isFirst = false
      const set = this.member()
      const [from] = set
      const isRange =
        set.size === 1 && this.next() === '-' && !'] '.slice(0, 1).includes(this.pattern.charAt(this.at + 1))
      if (!isRange || from === undefined) {
        for (const byte of set) bytes.add(byte)
        continue
      }
      this.at += 1
      this.addRange(bytes, from)
    }
    this.at += 1
    const set = this.options.caseless ? bothCases(bytes) : bytes
    return isInverted ? inverted(set) : set
  }

  private addRange(bytes: Set<number>, from: number): void {
    const end = this.member()
    const [last] = end
    if (end.size !== 1 || last === undefined) {
      // `[a-\d]`: the hyphen is itself.
      for (const byte of [from, 0x2d, ...end]) bytes.add(byte)
      return
    }
    if (last < from) this.fail()
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
    if (letter !== '\\') return setOf((byte) => byte === letter.charCodeAt(0))
    if (this.eat('b')) return setOf((byte) => byte === 8)
    return this.escapedSet()
  }
}
