import { eventOfSource } from './events.js'
import type { LintContext, Remark } from './remark.js'
import type { ComparisonOperator } from './tokens.js'
import { type Condition, type Expression, type Statement, rangeOf } from './tree.js'
import { conjuncts } from './walk.js'

const levels = [0, 1, 2]

/** Which QoS the parts of WHERE leave: none at all, or only 0, with which nothing is saved. */
export function lintQos({ where, sources }: Statement, context: LintContext): readonly Remark[] {
  if (where === undefined || sources.every(({ topic }) => !hasQos(topic))) return []
  const parts = conjuncts(where).flatMap((node) => {
    const left = levelsLeftBy(node)
    return left === undefined ? [] : [{ node, left }]
  })
  const left = levels.filter((level) => parts.every((part) => part.left.includes(level)))
  const last = parts.at(-1)
  if (last === undefined) return []
  if (left.length === 0) return [{ code: 'qos_never', range: rangeOf(last.node) }]
  if (context.savesMessages !== true || left.includes(1) || left.includes(2)) return []
  return parts.map(({ node }) => ({ code: 'qos0_not_saved', range: rangeOf(node) }))
}

function hasQos(source: string): boolean {
  return !eventOfSource(source).startsWith('client.')
}

/** The levels of QoS for which a test of `qos` holds; undefined for any other condition. */
function levelsLeftBy(node: Condition): readonly number[] | undefined {
  if (node.kind === 'in' && isQos(node.subject)) {
    const candidates = node.candidates.map(integerOf)
    return candidates.includes(undefined) ? undefined : levels.filter((level) => candidates.includes(level))
  }
  if (node.kind !== 'comparison') return undefined
  const [subject, other, turned] = isQos(node.left) ? [node.left, node.right, false] : [node.right, node.left, true]
  const value = integerOf(other)
  if (!isQos(subject) || value === undefined) return undefined
  return levels.filter((level) => (turned ? holds(node.operator, value, level) : holds(node.operator, level, value)))
}

function isQos(node: Expression): boolean {
  return node.kind === 'variable' && node.name === 'qos'
}

function integerOf(node: Expression): number | undefined {
  return node.kind === 'literal' && typeof node.value === 'bigint' ? Number(node.value) : undefined
}

function holds(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case '=':
      return left === right
    case '!=':
    case '<>':
      return left !== right
    case '<':
      return left < right
    case '>':
      return left > right
    case '<=':
      return left <= right
    case '>=':
      return left >= right
    case '=~':
    case '~=':
      return true
  }
}
