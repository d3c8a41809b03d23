/**
 * The calls of the mongo shell that the console knows, as data: `db.mqtt_msg.find({topic: 't/1'}).sort({_id: -1})` ->
 * the names and arguments in order. Arguments are the shell's literals: nothing is evaluated.
 */
export interface Call {
  readonly name: string
  readonly args: readonly unknown[]
}

/** Makes the values that the shell writes as calls: `ObjectId("…")`. Undefined where it knows none of that name. */
export type MakeValue = (name: string, args: readonly unknown[]) => unknown

const token =
  /\s*(?:("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|([A-Za-z_$][\w$.]*)|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(\/(?:[^/\\\n]|\\.)+\/[imsx]*)|([{}[\]():,;.]))/y

/** Undefined where the line is none of that form. */
export function parseShell(line: string, makeValue: MakeValue): readonly Call[] | undefined {
  const tokens = tokensOf(line)
  if (tokens === undefined) return undefined
  try {
    return new ShellParser(tokens, makeValue).calls()
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined
    throw error
  }
}

class NotUnderstood extends Error {}

class ShellParser {
  private at = 0

  constructor(
    private readonly tokens: readonly string[],
    private readonly makeValue: MakeValue
  ) {}

  calls(): Call[] {
    const path = this.next()
    if (!path.startsWith('db.')) throw new NotUnderstood()
    const calls = [{ name: path.slice('db.'.length), args: this.args() }]
    while (this.take('.')) calls.push({ name: this.next(), args: this.args() })
    this.take(';')
    if (this.at < this.tokens.length) throw new NotUnderstood()
    return calls
  }

  private args(): unknown[] {
    this.expect('(')
    return this.list(')', () => this.value())
  }

  private value(): unknown {
    const text = this.next()
    if (text === '{') return Object.fromEntries(this.list('}', () => this.field()))
    if (text === '[') return this.list(']', () => this.value())
    if (/^["']/.test(text)) return unquote(text)
    if (/^[-.\d]/.test(text)) return Number(text)
    if (text.startsWith('/')) return regexOf(text)
    if (text === 'true' || text === 'false') return text === 'true'
    if (text === 'null') return null
    if (!/^[A-Za-z]/.test(text) || this.tokens[this.at] !== '(') throw new NotUnderstood()
    const value = this.makeValue(text, this.args())
    if (value === undefined) throw new NotUnderstood()
    return value
  }

  private field(): [string, unknown] {
    const name = this.next()
    if (!/^["'A-Za-z_$]/.test(name)) throw new NotUnderstood()
    this.expect(':')
    return [/^["']/.test(name) ? unquote(name) : name, this.value()]
  }

  private list<Item>(end: string, item: () => Item): Item[] {
    const items: Item[] = []
    while (!this.take(end)) {
      if (items.length > 0) this.expect(',')
      // A comma after the last is allowed, as in the shell.
      if (items.length > 0 && this.take(end)) break
      items.push(item())
    }
    return items
  }

  private take(text: string): boolean {
    if (this.tokens[this.at] !== text) return false
    this.at += 1
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new NotUnderstood()
  }

  private next(): string {
    const text = this.tokens[this.at]
    if (text === undefined) throw new NotUnderstood()
    this.at += 1
    return text
  }
}

function tokensOf(line: string): string[] | undefined {
  const text = line.trim()
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null) return undefined
    tokens.push(match[0].trimStart())
  }
  return tokens
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' }

function unquote(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, unicode: string | undefined, single: string | undefined) =>
      unicode === undefined
        ? (escapes[single ?? ''] ?? single ?? '')
        : String.fromCharCode(Number.parseInt(unicode, 16))
    )
}

function regexOf(text: string): { $regex: string; $options: string } {
  const end = text.lastIndexOf('/')
  return { $regex: text.slice(1, end).replaceAll(String.raw`\/`, '/'), $options: text.slice(end + 1) }
}
