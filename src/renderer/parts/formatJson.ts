/** White space, a string, a placeholder of a repeated message, a sign, or a word (number, true, false, null). */
const token = /[ \t\r\n]+|"[^"\\]*(?:\\.[^"\\]*)*"|\{\{(?:i|ts)\}\}|[{}[\],:]|[^\s{}[\],:"]+/y

/** Deeper JSON is shown as the text that it is: each level costs a margin. */
const deepest = 100

/** The text's tokens without white space; undefined where it is nested too deep. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = []
  let depth = 0
  token.lastIndex = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match
    if (/^\s/.test(found)) continue
    if (found === '{' || found === '[') depth++
    if (found === '}' || found === ']') depth--
    if (depth > deepest) return undefined
    tokens.push(found)
  }
  return tokens
}

/**
 * Valid JSON with each member on a line of its own. It is cut into tokens instead of being read, so that digits, keys
 * that stand twice, escapes, and placeholders are to be seen as they were written.
 */
export function formatJson(text: string): string {
  const tokens = tokensOf(text)
  if (tokens === undefined) return text
  let depth = 0
  let out = ''
  const line = (): string => `\n${'  '.repeat(depth)}`
  for (const [index, each] of tokens.entries()) {
    const isClosing = each === '}' || each === ']'
    const before = tokens[index - 1]
    const isEmpty = isClosing && (before === '{' || before === '[')
    if (isClosing) depth--
    if (isClosing && !isEmpty) out += line()
    out += each === ':' ? ': ' : each
    const next = tokens[index + 1]
    const isOpening = each === '{' || each === '['
    if (isOpening) depth++
    if (each === ',' || (isOpening && next !== '}' && next !== ']')) out += line()
  }
  return out
}
