import { bothCases, classSource, escapeClasses, everything, notNewline, setOf, type CharSet } from './charSet.js'
import { Reader } from './reader.js'

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
  readonly ungreedy: boolean
}

/** A part of the pattern, with how many bytes it takes where that is always the same. */
interface Part {
  readonly source: string
  readonly width: number | undefined
}

const noOptions: Options = { caseless: false, multiline: false, dotAll: false, extended: false, ungreedy: false }
const nothing: Part = { source: '', width: 0 }
const never: Part = { source: '(?!)', width: 0 }
const smallLimit = 4
const anyNewline = '\\r\\n|[\\n-\\r\\x85]'

/** Throws `rule_evaluation` for what is no pattern, and for the few things of PCRE that have no equal here. */
export function translate(pattern: string): Translation {
  return new Translator(pattern).whole()
}

class Translator extends Reader {
  private options = noOptions
  private groups = 0
  /** Groups whose end has not come. */
  private readonly open = new Set<number>()
  private furthestReference = 0
  private atomics = 0
  private loops = 0
  private flat = true
  private depth = 0
  private readonly names = new Map<string, number>()

  whole(): Translation {
    const { source } = joined(this.alternatives())
    if (this.at < this.pattern.length || this.furthestReference > this.groups) this.fail()
    return { source, groups: this.groups, loops: this.loops, flat: this.flat }
  }

  /** Options set inside a group end with it. */
  private alternatives(): readonly Part[] {
    this.depth += 1
    if (this.depth > 200) this.fail()
    const before = this.options
    const branches = [this.sequence()]
    while (this.eat('|')) branches.push(this.sequence())
    this.options = before
    this.depth -= 1
    return branches
  }

  private sequence(): Part {
    let all = nothing
    while (this.at < this.pattern.length && this.next() !== '|' && this.next() !== ')') {
      // The match begins here: what was before it is only looked at.
      if (this.depth === 1 && this.eat('\\K')) all = { source: `(?<=${all.source})`, width: 0 }
      else {
        const { source, width } = this.piece()
        all = { source: all.source + source, width: sum(all.width, width) }
      }
    }
    return all
  }

  private piece(): Part {
    if (this.options.extended && this.take(/\s+|#[^\n]*\n?/) !== undefined) return nothing
    const letter = this.next()
    if (letter === '(') return this.group()
    this.at += 1
    switch (letter) {
      case '[':
        return this.byte(this.bracket(this.options.caseless))
      case '.':
        return this.byte(this.options.dotAll ? everything : notNewline)
      case '^':
        return this.assertion(this.options.multiline ? '(?:(?<![^])|(?<=\\n)(?=[^]))' : '(?<![^])')
      case '$':
        return this.assertion(this.options.multiline ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))')
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        return this.fail()
      case '{':
        if (this.take(/[0-9]+(?:,[0-9]*)?\}/) !== undefined) this.fail()
        return this.letter(letter)
      default:
        return this.letter(letter)
    }
  }

  private letter(letter: string): Part {
    const code = letter.charCodeAt(0)
    return this.byte(this.cased(setOf((byte) => byte === code)))
  }

  private cased(set: CharSet): CharSet {
    return this.options.caseless ? bothCases(set) : set
  }

  private byte(set: CharSet): Part {
    return this.quantified({ source: classSource(set), width: 1 }, true)
  }

  /** What takes nothing cannot be repeated either. */
  private assertion(source: string): Part {
    this.skipComments()
    if (/[*+?]|\{[0-9]+(?:,[0-9]*)?\}/y.test(this.pattern.slice(this.at))) this.fail()
    return { source, width: 0 }
  }

  private skipComments(): void {
    while (this.take(/\(\?#[^)]*\)/) ?? (this.options.extended ? this.take(/\s+|#[^\n]*\n?/) : undefined));
  }

  /** A part with what says how often it stands. */
  private quantified({ source, width }: Part, single: boolean): Part {
    this.skipComments()
    const found = this.take(/([*+?]|\{([0-9]+)(?:(,)([0-9]*))?\})([?+]?)/)
    if (found === undefined) return { source, width }
    const [, mark = '', least, comma, most, kind] = found
    const limit =
      mark === '?' ? 1 : mark.length === 1 ? Infinity : Number(comma === undefined ? least : most || Infinity)
    if (Number(least ?? 0) > limit || (Number.isFinite(limit) && limit > 65_535)) this.fail()
    if (limit > smallLimit) this.loops += 1
    if (!single && limit > 1) this.flat = false
    const times = Number(least ?? Number.NaN) === limit && width !== undefined ? width * limit : undefined
    if (kind === '+') return { source: this.atomic(`${source}${mark}`), width: times }
    const isLazy = (kind === '?') !== this.options.ungreedy
    return { source: `${source}${mark}${isLazy ? '?' : ''}`, width: times }
  }

  /** JavaScript has no atomic groups; a look-ahead gives nothing back either. */
  private atomic(source: string): string {
    this.atomics += 1
    this.flat = false
    return `(?:(?=(?<a${this.atomics}>${source}))\\k<a${this.atomics}>)`
  }

  private group(): Part {
    if (this.take(/\(\?#[^)]*\)/) !== undefined) return nothing
    const look = this.take(/\((\?<?[=!])/)?.[1]
    if (look !== undefined) return this.look(look)
    const named = this.take(/\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/)
    if (named !== undefined) return this.capture(named[1] ?? named[2])
    if (this.eat('(?>')) {
      const { source, width } = joined(this.close())
      return this.quantified({ source: this.atomic(source), width }, false)
    }
    const inline = this.take(/\(\?([imsxUJ]*)(?:-([imsxUJ]*))?([:)])/)
    if (inline !== undefined) return this.inline(inline)
    const reference = this.take(/\(\?P=([A-Za-z_]\w*)\)/)
    if (reference !== undefined) return this.backReference(this.numberOf(reference[1] ?? ''))
    if (this.take(/\(\*F(?:AIL)?\)/) !== undefined) return this.quantified(never, false)
    if (this.pattern.startsWith('(?', this.at) || this.pattern.startsWith('(*', this.at)) this.fail()
    this.eat('(')
    return this.capture(undefined)
  }

  private close(): readonly Part[] {
    const inner = this.alternatives()
    if (!this.eat(')')) this.fail()
    return inner
  }

  /** PCRE looks behind only by so many bytes as it knows beforehand, for each alternative. */
  private look(mark: string): Part {
    const inner = this.close()
    if (mark.startsWith('?<') && inner.some(({ width }) => width === undefined)) this.fail()
    return this.quantified({ source: `(?:(${mark}${joined(inner).source}))`, width: 0 }, false)
  }

  private capture(name: string | undefined): Part {
    this.groups += 1
    const number = this.groups
    if (name !== undefined) {
      if (this.names.has(name)) this.fail()
      this.names.set(name, number)
    }
    this.open.add(number)
    const { source, width } = joined(this.close())
    this.open.delete(number)
    return this.quantified({ source: `(?<g${number}>${source})`, width }, false)
  }

  private inline([, on = '', off = '', end]: RegExpExecArray): Part {
    const before = this.options
    const has = (letter: string, value: boolean): boolean =>
      off.includes(letter) ? false : on.includes(letter) ? true : value
    this.options = {
      caseless: has('i', before.caseless),
      multiline: has('m', before.multiline),
      dotAll: has('s', before.dotAll),
      extended: has('x', before.extended),
      ungreedy: has('U', before.ungreedy)
    }
    if (end === ')') return this.assertion('')
    const { source, width } = joined(this.close())
    this.options = before
    return this.quantified({ source: `(?:${source})`, width }, false)
  }

  private numberOf(name: string): number {
    return this.names.get(name) ?? this.fail()
  }

  /** What has not ended yet, or not begun, holds nothing, and so it is nowhere. */
  private backReference(number: number): Part {
    if (number < 1) this.fail()
    this.furthestReference = Math.max(this.furthestReference, number)
    const isKnown = number <= this.groups && !this.open.has(number)
    return this.quantified({ source: isKnown ? `(?:\\k<g${number}>)` : never.source, width: undefined }, false)
  }

  private escape(): Part {
    const reference = this.take(/g\{?(-?[0-9]+)\}?|k(?:<(\w+)>|'(\w+)'|\{(\w+)\})|g\{(\w+)\}/)
    if (reference !== undefined) return this.reference(reference)
    const digits = this.take(/[1-9][0-9]*/)?.[0]
    if (digits !== undefined) {
      // Otherwise it is octal, or 8 and 9 themselves.
      if (Number(digits) < 8 || Number(digits) <= this.groups) return this.backReference(Number(digits))
      this.at -= digits.length
    }
    const assertion = assertionOf(this.next())
    if (assertion !== undefined) {
      this.at += 1
      return this.assertion(assertion)
    }
    if (this.eat('R')) return this.quantified({ source: this.atomic(anyNewline), width: undefined }, false)
    if (this.eat('X')) return this.quantified({ source: '(?:\\r\\n|[^])', width: undefined }, false)
    if (this.eat('C')) return this.byte(everything)
    const property = this.property()
    // What has a property is not changed by the option to ignore case.
    if (property !== undefined) return this.byte(property)
    if ('gk'.includes(this.next())) this.fail()
    return this.byte(this.cased(this.escapedSet()))
  }

  private reference([, number, ...names]: readonly (string | undefined)[]): Part {
    if (number === undefined) return this.backReference(this.numberOf(names.find((name) => name !== undefined) ?? ''))
    const place = Number(number)
    return this.backReference(place < 0 ? this.groups + 1 + place : place)
  }
}

function sum(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? undefined : first + second
}

function joined(branches: readonly Part[]): Part {
  const [width] = branches.map((branch) => branch.width)
  return {
    source: branches.map(({ source }) => source).join('|'),
    width: branches.every((branch) => branch.width === width) ? width : undefined
  }
}

function assertionOf(letter: string): string | undefined {
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
