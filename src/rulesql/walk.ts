import type { Condition, Field, Node, Statement } from './tree.js'

/** The nodes right inside a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'select':
      return [...node.fields, ...node.sources, ...given(node.where)]
    case 'foreach':
      return [...node.fields, ...(node.each ?? []), ...given(node.incase), ...node.sources, ...given(node.where)]
    case 'and':
    case 'or':
    case 'arithmetic':
    case 'comparison':
      return [node.left, node.right]
    case 'not':
      return [node.condition]
    case 'in':
      return [node.subject, ...node.candidates]
    case 'alias':
      return [node.expression]
    case 'list':
      return node.items
    case 'unary':
      return [node.operand]
    case 'slice':
      return [node.target]
    case 'call':
      return node.parameters
    case 'case': {
      const branches = node.branches.flatMap(({ when, result }): readonly Node[] => [when, result])
      return [...given(node.subject), ...branches, ...given(node.otherwise)]
    }
    case 'literal':
    case 'variable':
    case 'path':
    case 'range':
    case 'star':
    case 'source':
      return []
  }
}

function given(node: Condition | undefined): readonly Condition[] {
  return node === undefined ? [] : [node]
}

/** A node and all in it. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node
  for (const child of childrenOf(node)) yield* nodesOf(child)
}

/** All fields of a statement that give names to values. */
export function fieldsOf(statement: Statement): readonly Field[] {
  return statement.kind === 'select' ? statement.fields : [...statement.fields, ...(statement.each ?? [])]
}

/** All conditions of a statement, with those of its CASEs. */
export function conditionsOf(statement: Statement): readonly Condition[] {
  const own = statement.kind === 'select' ? [statement.where] : [statement.incase, statement.where]
  const conditions = own.filter((condition) => condition !== undefined)
  const whens = [...nodesOf(statement)].flatMap((node) =>
    node.kind === 'case' && node.subject === undefined ? node.branches.map(({ when }) => when) : []
  )
  return [...conditions, ...whens]
}

/** What all has to hold for a condition to hold: the parts between its ANDs. */
export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition]
}
