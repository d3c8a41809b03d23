import type { Expression } from '../../rulesql/tree.js'
import { shortestFloat } from './erlangText.js'

let last = 0n

/**
 * The name of a field without one, made up anew for each event as EMQX does: `_v_<kind>_<what>_<time in ns>`.
 */
export function generatedName(field: Expression): string {
  const [kind, what] = describe(field)
  const now = BigInt(Date.now()) * 1_000_000n
  last = now > last ? now : last + 1n
  return `_v_${kind}_${what}_${last}`
}

function describe(field: Expression): readonly [string, string] {
  switch (field.kind) {
    case 'list':
      return ['list', String(field.items.length)]
    case 'range':
      return ['range', `{${field.first},${field.last}}`]
    case 'literal':
      return ['const', typeof field.value === 'number' ? shortestFloat(field.value) : String(field.value)]
    case 'arithmetic':
    case 'comparison':
      // `div` is in quotes for being a word of Erlang's own.
      return ['op', field.operator === 'mod' ? 'mod' : `'${field.operator}'`]
    case 'case':
      return ['case', field.subject === undefined ? '<<>>' : nameOf(field.subject)]
    case 'call':
      return ['fun', nameOf(field.callee)]
    default:
      return ['unknown', 'unknown']
  }
}

function nameOf(node: Expression): string {
  return node.kind === 'variable' ? `{var,<<"${node.name}">>}` : node.kind
}
