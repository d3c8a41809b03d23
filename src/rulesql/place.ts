/** A place in a text as people count it. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Line and column, both from 1, of an offset in UTF-16 units. */
export function placeOf(text: string, offset: number): Place {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}
