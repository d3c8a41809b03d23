import { atomColumns } from '../../rulesql/events.js'
import { decodePayload } from './payload.js'
import { type Term, atomOf, isBinary, toValue } from './term.js'
import type { Output, RuleEvent, Value } from './types.js'

/**
 * The columns that an expression sees, or that a rule puts out. EMQX keeps the event's own columns under other keys
 * (atoms) than selected ones (binaries): a selected name is found first, `payload.x` and the event's functions look at
 * the event's columns first, and writing to a name that exists replaces it where it is.
 */
export class Row implements Output {
  private columns: Map<string, Term> | undefined
  private names: Map<string, Term> | undefined
  private decoded: { readonly value: Term } | undefined

  private constructor(
    private readonly event: RuleEvent,
    private readonly ruleId: string,
    /** The row that a rule's run began with. */
    private readonly first: Row | undefined,
    private hasEvent: boolean
  ) {}

  /** What a rule begins with: the event. */
  static of(event: RuleEvent, ruleId: string): Row {
    return new Row(event, ruleId, undefined, true)
  }

  /** A row of the same run, with nothing in it. */
  empty(): Row {
    return new Row(this.event, this.ruleId, this.first ?? this, false)
  }

  get isEvent(): boolean {
    return this.hasEvent && this.columns === undefined && this.names === undefined
  }

  lookup(name: string): Term {
    return this.names?.has(name) === true ? this.names.get(name) : this.column(name)
  }

  /** An event column, or what was selected over it. */
  column(name: string): Term {
    if (this.columns?.has(name) === true) return this.columns.get(name)
    return this.hasEvent ? this.eventColumn(name) : undefined
  }

  hasColumn(name: string): boolean {
    return (
      this.columns?.has(name) === true ||
      (this.hasEvent && (name === 'metadata' || this.event.columns().includes(name)))
    )
  }

  hasName(name: string): boolean {
    return this.names?.has(name) === true
  }

  put(name: string, value: Term): void {
    if (!this.hasName(name) && this.hasColumn(name)) this.putColumn(name, value)
    else this.putName(name, value)
  }

  putColumn(name: string, value: Term): void {
    this.columns ??= new Map()
    this.columns.set(name, value)
  }

  putName(name: string, value: Term): void {
    this.names ??= new Map()
    this.names.set(name, value)
  }

  /** Adds all that another row has; what it has wins. */
  merge(other: Row): void {
    // The event's columns come back where they were replaced before `*`.
    if (other.hasEvent) this.columns = undefined
    this.hasEvent ||= other.hasEvent
    for (const [name, value] of other.columns ?? []) this.putColumn(name, value)
    for (const [name, value] of other.names ?? []) this.putName(name, value)
  }

  /** The columns of the event with the selected ones over them. */
  overEvent(): Row {
    if (this.hasEvent) return this
    const row = this.copy()
    row.hasEvent = true
    return row
  }

  copy(): Row {
    const row = this.empty()
    row.merge(this)
    return row
  }

  /** The first payload that a rule decodes is the one it knows, even where another text is called payload later. */
  decode(payload: Term): Term {
    if (!isBinary(payload)) return payload
    const first = this.first ?? this
    first.decoded ??= { value: decodePayload(this.event, payload) }
    return first.decoded.value
  }

  private eventColumn(name: string): Term {
    if (name === 'metadata') return new Map([['rule_id', this.ruleId]])
    const value = this.event.get(name)
    if (typeof value !== 'string') return value
    return (this.event.atoms ?? atomColumns).has(name) ? atomOf(value) : value
  }

  get(name: string): Value {
    return toValue(this.lookup(name))
  }

  toMap(): ReadonlyMap<string, Value> {
    const map = new Map<string, Value>()
    const own = this.hasEvent ? [...this.event.columns(), 'metadata'] : []
    for (const name of [...own, ...(this.columns?.keys() ?? []), ...(this.names?.keys() ?? [])]) {
      map.set(name, this.get(name))
    }
    return map
  }
}
