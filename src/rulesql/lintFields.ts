import { eventOfSource, ruleEvents } from './events.js'
import { arityOf, functionSignatures } from './functions.js'
import type { LintContext, Remark } from './remark.js'
import { isBareName } from './tokens.js'
import {
  type Call,
  type Field,
  type Node,
  type Path,
  type Reference,
  type Statement,
  type Variable,
  rangeOf
} from './tree.js'
import { fieldsOf, nodesOf } from './walk.js'

/** Fields, names and calls that are not what they look like. */
export function lintFields(statement: Statement, context: LintContext): readonly Remark[] {
  const known = knownNames(statement)
  return [
    ...fieldsOf(statement).flatMap(lintField),
    ...[...nodesOf(statement)].flatMap((node) => lintNode(node, known)),
    ...lintNeeds(statement, context.neededColumns ?? [])
  ]
}

function lintField(field: Field): readonly Remark[] {
  if (field.kind === 'unary') return [{ code: 'sign_needs_name', range: rangeOf(field) }]
  return []
}

function lintNode(node: Node, known: ReadonlySet<string>): readonly Remark[] {
  switch (node.kind) {
    case 'call':
      return lintCall(node)
    case 'variable':
      return lintName(node, known)
    case 'path':
      return lintPath(node, known)
    default:
      return []
  }
}

function lintCall(call: Call): readonly Remark[] {
  const range = rangeOf(call)
  if (call.callee.kind !== 'variable') return [{ code: 'function_unknown', range, data: { name: '' } }]
  const { name } = call.callee
  const found = functionSignatures.get(name)
  if (found === undefined) return [{ code: 'function_unknown', range, data: { name } }]
  const { least, most } = arityOf(found.signature)
  const count = call.parameters.length
  const fits = count >= least && count <= most
  return fits ? [] : [{ code: 'function_arguments', range, data: { signature: found.signature, count } }]
}

function lintName(variable: Variable, known: ReadonlySet<string>): readonly Remark[] {
  const { name } = variable
  if (known.has(name)) return []
  const range = rangeOf(variable)
  // In double quotes a name may hold anything; with such signs in it, text was meant.
  if (!isBareName(name)) return [{ code: 'name_is_text', range, data: { name } }]
  return /^(null|undefined)$/i.test(name) ? [] : [{ code: 'column_unknown', range, data: { name } }]
}

function lintPath(path: Path, known: ReadonlySet<string>): readonly Remark[] {
  const range = rangeOf(path)
  const [root] = path.steps
  const isUnknown = root?.kind === 'key' && !known.has(root.key)
  const hasZero = path.steps.some((step) => step.kind === 'index' && ['head', 'tail'].includes(step.index.kind))
  return [
    ...(isUnknown ? [{ code: 'column_unknown', range, data: { name: root.key } } as const] : []),
    ...(hasZero ? [{ code: 'index_zero', range } as const] : [])
  ]
}

/** The columns of the events in FROM, the aliases, and the element of FOREACH. */
function knownNames(statement: Statement): ReadonlySet<string> {
  const columns = statement.sources.flatMap(({ topic }) => ruleEvents[eventOfSource(topic)].columns)
  const aliases = fieldsOf(statement).flatMap((field) => (field.kind === 'alias' ? rootOf(field.target) : []))
  return new Set<string>([...columns, ...aliases, ...(statement.kind === 'foreach' ? ['item'] : [])])
}

function rootOf(reference: Reference): readonly string[] {
  if (reference.kind === 'variable') return [reference.name]
  const root = reference.kind === 'path' ? reference.steps[0] : undefined
  return root?.kind === 'key' ? [root.key] : []
}

/** An action reads what was selected; it finds nothing in the event itself. */
function lintNeeds(statement: Statement, needed: readonly string[]): readonly Remark[] {
  const output = statement.kind === 'select' ? statement.fields : statement.each
  if (output === undefined || output.some(({ kind }) => kind === 'star')) return []
  const selected = new Set(output.flatMap((field) => selectedName(field)))
  const missing = needed.filter((column) => !selected.has(column))
  return missing.length === 0
    ? []
    : [{ code: 'columns_missing', range: firstRange(output), data: { columns: missing.join(', ') } }]
}

function selectedName(field: Field): readonly string[] {
  if (field.kind === 'alias' || field.kind === 'slice') return rootOf(field.target)
  return field.kind === 'variable' || field.kind === 'path' ? rootOf(field) : []
}

function firstRange(fields: readonly Field[]): Remark['range'] {
  const first = fields[0]
  const last = fields.at(-1)
  const from = first === undefined ? undefined : rangeOf(first)?.from
  const to = last === undefined ? undefined : rangeOf(last)?.to
  return from === undefined || to === undefined ? undefined : { from, to }
}
