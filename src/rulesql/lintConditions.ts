import { atomColumns } from './events.js'
import { hasWildcard } from './filters.js'
import type { Remark } from './remark.js'
import { type Comparison, type Condition, type Expression, type Node, type Statement, rangeOf } from './tree.js'
import { conditionsOf, nodesOf } from './walk.js'

/** Conditions that EMQX reads and that fail, or never hold, when the rule runs. */
export function lintConditions(statement: Statement): readonly Remark[] {
  return [...conditionsOf(statement).flatMap(lintTest), ...[...nodesOf(statement)].flatMap(lintNode)]
}

function remark(code: Remark['code'], node: Node, data: NonNullable<Remark['data']> = {}): Remark {
  return { code, range: rangeOf(node), data }
}

/** What may stand as a condition but is none. */
function lintTest(condition: Condition): readonly Remark[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...lintTest(condition.left), ...lintTest(condition.right)]
    case 'not':
    case 'in':
    case 'comparison':
    case 'call':
      return []
    case 'alias':
      return [remark('condition_is_named', condition)]
    default:
      return [remark('condition_is_value', condition)]
  }
}

function lintNode(node: Node): readonly Remark[] {
  switch (node.kind) {
    case 'not': {
      const { kind } = node.condition
      if (kind === 'in') return [remark('not_in_fails', node)]
      return kind === 'and' || kind === 'or' || kind === 'not' ? [remark('not_fails', node)] : []
    }
    case 'comparison':
      return lintComparison(node)
    case 'in':
      return isAtomColumn(node.subject) ? [remark('atom_never_equal', node.subject, { column: node.subject.name })] : []
    case 'case':
      return node.subject !== undefined && isAtomColumn(node.subject)
        ? [remark('atom_never_equal', node.subject, { column: node.subject.name })]
        : []
    default:
      return []
  }
}

function isAtomColumn(node: Expression): node is Expression & { kind: 'variable' } {
  return node.kind === 'variable' && atomColumns.has(node.name)
}

function lintComparison(node: Comparison): readonly Remark[] {
  const { left, right } = node
  const nulls = [left, right].filter((side) => side.kind === 'variable' && /^(null|undefined)$/i.test(side.name))
  return [
    ...(node.operator === '~=' ? [remark('operator_fails', node, { operator: node.operator })] : []),
    ...(isSwapped(node) ? [remark('sides_swapped', node)] : []),
    ...nulls
      .filter((side) => side.kind === 'variable' && side.name !== 'undefined')
      .map((side) => remark('null_is_name', side))
  ]
}

/** A filter to the left of `=~` and what is none to the right, or the topic to the right alone. */
function isSwapped({ operator, left, right }: Comparison): boolean {
  if (operator !== '=~') return false
  if (isTopicColumn(right)) return !isTopicColumn(left)
  if (left.kind !== 'literal' || typeof left.value !== 'string') return false
  const isFilter = right.kind === 'literal' && typeof right.value === 'string' && hasWildcard(right.value)
  return !isFilter && (hasWildcard(left.value) || right.kind === 'variable')
}

function isTopicColumn(node: Expression): boolean {
  return node.kind === 'variable' && node.name === 'topic'
}
