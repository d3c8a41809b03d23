import { refusalOfLine } from './console.js'

/**
 * The `select` of the console: one table, its columns, simple conditions. A statement is taken apart and put together
 * anew with the values beside it, so that nothing is sent that is not known here; above all no functions, some of which
 * write or read files.
 */
export interface Select {
  /** As written, or `count(*)`; `*` stands for all. */
  readonly columns: readonly string[]
  readonly conditions: readonly Condition[]
  readonly order: readonly { readonly column: string; readonly isDescending: boolean }[]
  readonly limit: number | undefined
  /** Cassandra's `allow filtering`. */
  readonly allowsFiltering: boolean
}

export interface Condition {
  /** How it is joined to the one before. */
  readonly join: 'and' | 'or'
  readonly column: string
  readonly operator: string
  readonly values: readonly (string | number)[]
}

const writes =
  /^(insert|update|delete|drop|truncate|alter|create|grant|revoke|replace|merge|copy|lock|begin|use|set|call|do)\b/i
const token = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][A-Za-z0-9_]*)|(-?\d+(?:\.\d+)?)|(<>|!=|<=|>=|[*(),.;=<>]))/y
const operators: ReadonlySet<string> = new Set(['=', '!=', '<>', '<', '>', '<=', '>='])

/**
 * @param tables How the table may be called, in lower case.
 * Throws `console_write_refused` or `console_statement_unknown`.
 */
export function parseSelect(line: string, { columns }: Dialect, tables: readonly string[]): Select {
  return new Parser(line, columns, tables).parse()
}

class Parser {
  private readonly tokens: readonly string[]
  private at = 0

  constructor(
    private readonly line: string,
    private readonly columns: Dialect['columns'],
    private readonly tables: readonly string[]
  ) {
    this.tokens = this.split()
  }

  parse(): Select {
    this.expect('select')
    const columns = this.list(() => this.selected())
    this.expect('from')
    this.table()
    const conditions = this.take('where') ? this.conditions() : []
    const order = this.take('order') ? this.order() : []
    const limit = this.take('limit') ? Number(this.match(/^\d+$/)) : undefined
    const allowsFiltering = this.take('allow')
    if (allowsFiltering) this.expect('filtering')
    this.take(';')
    if (this.at < this.tokens.length) this.fail()
    return { columns, conditions, order, limit, allowsFiltering }
  }

  private selected(): string {
    if (this.take('*')) return '*'
    if (!this.take('count')) return this.column()
    this.expect('(')
    this.expect('*')
    this.expect(')')
    return 'count(*)'
  }

  private table(): void {
    let name = this.match(/^[a-z_]/i)
    if (this.take('.')) name += `.${this.match(/^[a-z_]/i)}`
    if (!this.tables.includes(name.toLowerCase())) this.fail()
  }

  private conditions(): Condition[] {
    const conditions = [this.condition('and')]
    for (;;) {
      if (this.take('and')) conditions.push(this.condition('and'))
      else if (this.take('or')) conditions.push(this.condition('or'))
      else return conditions
    }
  }

  private condition(join: 'and' | 'or'): Condition {
    const column = this.column()
    if (this.take('is')) {
      const operator = this.take('not') ? 'is not null' : 'is null'
      this.expect('null')
      return { join, column, operator, values: [] }
    }
    if (this.take('like')) return { join, column, operator: 'like', values: [this.value()] }
    if (this.take('in')) {
      this.expect('(')
      const values = this.list(() => this.value())
      this.expect(')')
      return { join, column, operator: 'in', values }
    }
    const operator = this.next()
    if (!operators.has(operator)) this.fail()
    return { join, column, operator, values: [this.value()] }
  }

  private order(): Select['order'] {
    this.expect('by')
    return this.list(() => {
      const column = this.column()
      const isDescending = this.take('desc')
      if (!isDescending) this.take('asc')
      return { column, isDescending }
    })
  }

  private column(): string {
    const name = this.next().toLowerCase()
    if (!this.columns.has(name)) this.fail()
    return name
  }

  private value(): string | number {
    const text = this.match(/^['\d-]/)
    return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : Number(text)
  }

  private list<Item>(item: () => Item): Item[] {
    const items = [item()]
    while (this.take(',')) items.push(item())
    return items
  }

  private take(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false
    this.at += 1
    return true
  }

  private expect(word: string): void {
    if (!this.take(word)) this.fail()
  }

  private match(pattern: RegExp): string {
    const text = this.next()
    if (!pattern.test(text)) this.fail()
    return text
  }

  private next(): string {
    const text = this.tokens[this.at] ?? this.fail()
    this.at += 1
    return text
  }

  private split(): string[] {
    const tokens: string[] = []
    const text = this.line.trim()
    token.lastIndex = 0
    while (token.lastIndex < text.length) {
      const match = token.exec(text)
      if (match === null) this.fail()
      tokens.push(match[0].trimStart())
    }
    return tokens
  }

  private fail(): never {
    throw refusalOfLine(this.line, writes)
  }
}

/** How a dialect writes what differs. */
export interface Dialect {
  readonly table: string
  /** The table's columns, each as it is asked for: a long payload is cut. */
  readonly columns: ReadonlyMap<string, string>
  /** The placeholder of the value of that place, from 1. */
  placeholder(place: number): string
}

/** The statement to send, and its values by place. One row more than `most` is asked for, to know whether there are more. */
export function printSelect(
  select: Select,
  dialect: Dialect,
  most: number
): { text: string; values: (string | number)[] } {
  const values: (string | number)[] = []
  const place = (value: string | number): string => dialect.placeholder(values.push(value))
  const columns = columnsOf(select, dialect).map((name) => dialect.columns.get(name) ?? name)
  let text = `select ${columns.join(', ')} from ${dialect.table}`
  for (const [index, { join, column, operator, values: given }] of select.conditions.entries()) {
    text += ` ${index === 0 ? 'where' : join} ${column} ${operator}`
    const places = given.map(place)
    if (operator === 'in') text += ` (${places.join(', ')})`
    else if (places.length > 0) text += ` ${places.join('')}`
  }
  const order = select.order.map(({ column, isDescending }) => `${column} ${isDescending ? 'desc' : 'asc'}`)
  if (order.length > 0) text += ` order by ${order.join(', ')}`
  text += ` limit ${Math.min(select.limit ?? most + 1, most + 1)}`
  if (select.allowsFiltering) text += ' allow filtering'
  return { text, values }
}

/** The names of the answer's columns. */
export function columnsOf(select: Select, { columns }: Dialect): string[] {
  return select.columns.flatMap((column) => (column === '*' ? [...columns.keys()] : [column]))
}
