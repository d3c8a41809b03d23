/** A piece of a clause, printed: a field, a source, an operand of AND and OR. */
export interface Piece {
  readonly text: string
  /** Comments on lines of their own above it. */
  readonly above: readonly string[]
  /** A comment that ends its line. */
  readonly behind: string | undefined
}

export interface Clause {
  readonly keyword: string
  readonly pieces: readonly Piece[]
  /** What stands between pieces: a comma behind each, or the AND or OR that the text of a piece begins with. */
  readonly joined: 'by_commas' | 'by_words'
}

const shortLine = 80

/** Clauses on lines: one each where it is short and has no comments inside, else a line a piece. */
export function layOut(clauses: readonly Clause[]): string {
  return clauses.flatMap(linesOf).join('\n')
}

function linesOf({ keyword, pieces, joined }: Clause): readonly string[] {
  const [first, ...rest] = pieces
  const above = first?.above ?? []
  const line = `${keyword} ${pieces.map(({ text }) => text).join(joined === 'by_commas' ? ', ' : ' ')}`
  const isPlain = pieces.slice(0, -1).every(({ behind }) => behind === undefined)
  if (line.length <= shortLine && isPlain && rest.every((piece) => piece.above.length === 0)) {
    return [...above, withComment(line, pieces.at(-1)?.behind)]
  }
  const inner = pieces.map(({ text, behind }, at) => {
    const comma = joined === 'by_commas' && at < pieces.length - 1 ? ',' : ''
    return withComment(`${text}${comma}`, behind)
  })
  const indented = rest.flatMap((piece, at) => [...piece.above, inner[at + 1] ?? '']).map((each) => `  ${each}`)
  const start = joined === 'by_commas' ? [keyword, `  ${inner[0] ?? ''}`] : [`${keyword} ${inner[0] ?? ''}`]
  return [...above, ...start, ...indented]
}

function withComment(line: string, comment: string | undefined): string {
  return comment === undefined ? line : `${line} ${comment}`
}
