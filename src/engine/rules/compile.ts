import { parse } from '../../rulesql/parse.js'
import type { Field, Foreach, Reference, Select } from '../../rulesql/tree.js'
import { roundsOf } from './bounds.js'
import { type Evaluate, compileCondition, compileExpression, stepsOf } from './evaluate.js'
import { generatedName } from './generatedName.js'
import { type PathStep, writePath } from './paths.js'
import { Row } from './row.js'
import { type Term, fail, isList } from './term.js'
import type { CompiledRule, Evaluation, Output } from './types.js'

/** Throws `rule_syntax` for what is no statement of rule SQL. */
export function compileRule(rawsql: string): CompiledRule {
  const statement = parse(rawsql)
  const evaluate = statement.kind === 'select' ? compileSelect(statement) : compileForeach(statement)
  return {
    statement,
    sources: statement.sources.map(({ topic }) => topic),
    columns: columnsOf(statement),
    isForeach: statement.kind === 'foreach',
    evaluate: (event, ruleId) => {
      try {
        return evaluate(Row.of(event, ruleId))
      } catch (error) {
        // What grows beyond all limits: a text, an integer, the stack.
        if (error instanceof RangeError) fail('system_limit')
        throw error
      }
    }
  }
}

const whereFailed: Evaluation = { kind: 'no_result', because: 'where' }
const nothingLeft: Evaluation = { kind: 'no_result', because: 'nothing' }

/** Computes a field and puts it into both what later fields see and what the rule puts out. */
type SelectField = (input: Row, output: Row) => void

function compileSelect(statement: Select): (event: Row) => Evaluation {
  const passes = compileWhere(statement)
  const isStarAlone = statement.fields.every(({ kind }) => kind === 'star')
  const select = compileFields(statement.fields)
  return (event) => {
    const output = isStarAlone ? event : select(event)
    return passes(output) ? { kind: 'outputs', outputs: [output] } : whereFailed
  }
}

export function compileFields(fields: readonly Field[]): (input: Row) => Row {
  const each = fields.map(compileField)
  return (input) => {
    const output = input.empty()
    for (const field of each) field(input, output)
    return output
  }
}

function compileField(field: Field): SelectField {
  if (field.kind === 'star') {
    return (input, output) => {
      output.merge(input)
    }
  }
  const value = compileExpression(field.kind === 'alias' ? field.expression : field)
  const targetOf = compileTarget(field)
  return (input, output) => {
    const result = value(input)
    const target = targetOf()
    put(input, target, result)
    put(output, target, result)
  }
}

/** Where a field goes: its alias, its own name or path, or a name made up anew each time. */
function compileTarget(field: Exclude<Field, { kind: 'star' }>): () => readonly PathStep[] {
  if (field.kind === 'alias') return constantTarget(field.target)
  if (field.kind === 'variable' || field.kind === 'path') return constantTarget(field)
  if (field.kind === 'slice') return constantTarget(field.target)
  if (field.kind === 'literal' && typeof field.value === 'string') {
    return constantTarget({ kind: 'variable', name: field.value })
  }
  // EMQX makes up no proper name for a sign before a value, and fails.
  if (field.kind === 'unary') return () => fail('function_clause')
  return () => [{ kind: 'key', key: generatedName(field) }]
}

function constantTarget(reference: Reference): () => readonly PathStep[] {
  const isName = reference.kind === 'path' || (reference.kind === 'variable' && reference.name !== '*')
  if (!isName) return () => fail('function_clause')
  const steps = stepsOf(reference)
  return () => steps
}

function put(row: Row, steps: readonly PathStep[], value: Term): void {
  const [first, ...rest] = steps
  if (first?.kind !== 'key') return fail('function_clause')
  const { key } = first
  if (rest.length === 0) return row.put(key, value)
  // A path below payload first turns a payload that is still text into the object that it is.
  if (key === 'payload' && row.hasColumn(key)) row.putColumn(key, row.decode(row.column(key)))
  else if (key === 'payload' && row.hasName(key)) row.putName(key, row.decode(row.lookup(key)))
  row.put(key, writePath(rest, value, row.lookup(key), row))
}

/** WHERE sees the event's columns with the selected ones over them. */
function compileWhere({ where }: Select | Foreach): (selected: Row) => boolean {
  if (where === undefined) return () => true
  const condition = compileCondition(where)
  return (selected) => decide(condition(selected.overEvent()))
}

export function decide(verdict: Term): boolean {
  return typeof verdict === 'boolean' ? verdict : fail('case_clause')
}

/** What the fields of FOREACH give: the columns that WHERE and the elements see, and the list. */
export interface Collection {
  readonly selected: Row
  readonly list: readonly Term[]
}

function compileForeach(statement: Foreach): (event: Row) => Evaluation {
  const collect = compileCollection(statement.fields)
  const passes = compileWhere(statement)
  const incase: Evaluate = statement.incase === undefined ? () => true : compileCondition(statement.incase)
  const each = statement.each === undefined ? undefined : compileFields(statement.each)
  const bind = compileElement(statement.fields.at(-1))
  return (event) => {
    const { selected, list } = collect(event)
    if (!passes(selected)) return whereFailed
    const outer = selected.overEvent()
    const outputs: Output[] = []
    const goOn = roundsOf(list)
    for (const element of list) {
      goOn()
      const row = outer.copy()
      bind(row, element)
      if (!decide(incase(row))) continue
      // The fields of DO may change what they see, not what the next element sees.
      outputs.push(each === undefined ? row : each(row))
    }
    return outputs.length === 0 ? nothingLeft : { kind: 'outputs', outputs }
  }
}

/** The last field gives the list, the others are columns that help. What is no list counts as an empty one. */
export function compileCollection(fields: readonly Field[]): (event: Row) => Collection {
  const helpers = fields.slice(0, -1).map((field) => (field.kind === 'star' ? failing : compileField(field)))
  const last = fields.at(-1)
  if (last === undefined || last.kind === 'star') return () => fail('function_clause')
  const value = compileExpression(last.kind === 'alias' ? last.expression : last)
  const targetOf = compileTarget(last)
  return (event) => {
    const selected = event.empty()
    for (const helper of helpers) helper(event, selected)
    const result = value(event)
    put(selected, targetOf(), result)
    return { selected, list: isList(result) ? result : [] }
  }
}

function failing(): never {
  return fail('function_clause')
}

/** The element goes by the alias of the list, or by `item`, which is a column of the event to EMQX. */
export function compileElement(last: Field | undefined): (row: Row, element: Term) => void {
  if (last?.kind !== 'alias') {
    return (row, element) => {
      row.putColumn('item', element)
    }
  }
  const { target } = last
  // With a path for an alias the element cannot be reached in EMQX either.
  if (target.kind !== 'variable') return () => undefined
  return (row, element) => {
    row.putName(target.name, element)
  }
}

function columnsOf(statement: Select | Foreach): CompiledRule['columns'] {
  const fields = statement.kind === 'select' ? statement.fields : statement.each
  if (fields === undefined || fields.some(({ kind }) => kind === 'star')) return 'all'
  const names = fields.flatMap((field) => {
    const reference = field.kind === 'alias' || field.kind === 'slice' ? field.target : field
    if (reference.kind === 'literal') return typeof reference.value === 'string' ? [reference.value] : []
    if (reference.kind === 'variable') return [reference.name]
    const root = reference.kind === 'path' ? reference.steps[0] : undefined
    return root?.kind === 'key' ? [root.key] : []
  })
  return new Set(names)
}
