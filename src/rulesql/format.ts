import { tokenize } from './lexer.js'
import { parse } from './parse.js'
import { clausesOf } from './print.js'
import { type Clause, type Piece, layOut } from './layout.js'
import { type Node, rangeOf } from './tree.js'

/**
 * A statement printed anew, with its comments: each stands above the piece that it stood before or in, or behind the
 * one whose line it ended. Throws `rule_syntax`.
 */
export function format(source: string): string {
  const clauses = clausesOf(parse(source))
  const nodes = clauses.flatMap(({ pieces }) => pieces.map(({ node }) => node))
  const comments = commentsOf(source, nodes)
  const placed = clauses.map(({ pieces, ...clause }): Clause => ({
    ...clause,
    pieces: pieces.map(({ node, text }): Piece => ({
      text,
      ...(comments.get(node) ?? { above: [], behind: undefined })
    }))
  }))
  return layOut(placed)
}

type Comments = Pick<Piece, 'behind'> & { readonly above: string[] }

function commentsOf(source: string, nodes: readonly Node[]): ReadonlyMap<Node, Comments> {
  const found = new Map<Node, { above: string[]; behind: string | undefined }>()
  for (const { kind, from, to } of tokenize(source)) {
    if (kind !== 'comment') continue
    const text = source.slice(from, to).trimEnd()
    const next = nodes.find((node) => endOf(node) > from) ?? nodes.at(-1)
    const before = nodes.findLast((node) => endOf(node) <= from)
    // Behind the last piece it would end the statement, where no comment can be: a closing parenthesis stood there.
    const isBehind =
      before !== undefined && before !== nodes.at(-1) && !source.slice(endOf(before), from).includes('\n')
    const node = isBehind ? before : next
    if (node === undefined) continue
    const comments = found.get(node) ?? { above: [], behind: undefined }
    found.set(node, comments)
    if (isBehind) comments.behind = text
    else comments.above.push(text)
  }
  return found
}

function endOf(node: Node): number {
  return rangeOf(node)?.to ?? 0
}
