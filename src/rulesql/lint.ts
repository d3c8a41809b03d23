import type { SqlDiagnostic } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { lintConditions } from './lintConditions.js'
import { lintFields } from './lintFields.js'
import { lintSources } from './lintSources.js'
import { tokenize } from './lexer.js'
import { parse } from './parse.js'
import { placeOf } from './place.js'
import type { LintContext, Remark } from './remark.js'
import { type Statement, rangeOf } from './tree.js'

/**
 * What is wrong with a statement (one error, where reading stopped) or odd about it (warnings): what EMQX takes but
 * does something else with than one would think.
 */
export function lint(source: string, context: LintContext = {}): SqlDiagnostic[] {
  try {
    const statement = parse(source)
    return remarksOn(statement, source, context).map((remark) => diagnosticOf(remark, source, statement))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rule_syntax') throw error
    return [syntaxDiagnostic(error), ...commentHints(source)]
  }
}

function remarksOn(statement: Statement, source: string, context: LintContext): readonly Remark[] {
  return [
    ...lintQuotes(source),
    ...lintSources(statement),
    ...lintFields(statement, context),
    ...lintConditions(statement, context)
  ]
}

/** What the lexer does with quotes is gone from the tree. */
function lintQuotes(source: string): readonly Remark[] {
  return tokenize(source).flatMap((token): readonly Remark[] => {
    if (token.kind !== 'text') return []
    const inner = source.slice(token.from + 1, token.to - 1)
    if (inner.length !== token.text.length)
      return [{ code: 'quotes_trimmed', range: token, data: { text: token.text } }]
    return token.text.includes("''") ? [{ code: 'quotes_stay_double', range: token, data: { text: token.text } }] : []
  })
}

function diagnosticOf({ code, range, data = {} }: Remark, source: string, statement: Statement): SqlDiagnostic {
  const { from, to } = range ?? rangeOf(statement) ?? { from: 0, to: source.length }
  return { severity: 'warning', from, to, ...placeOf(source, from), code: `lint.${code}`, data }
}

function syntaxDiagnostic({ data }: AppError): SqlDiagnostic {
  const from = Number(data['offset'])
  const { line, column } = { line: Number(data['line']), column: Number(data['column']) }
  return { severity: 'error', from, to: from + Number(data['length']), line, column, code: 'syntax', data }
}

/** A comment without a newline after it is read as two minus signs. */
function commentHints(source: string): readonly SqlDiagnostic[] {
  const lastLine = source.trimEnd().lastIndexOf('\n') + 1
  const signs = tokenize(source).filter(
    (token) => token.kind === 'operator' && token.operator === '-' && token.from >= lastLine
  )
  const start = signs.find((sign, at) => signs[at + 1]?.from === sign.to)
  if (start === undefined) return []
  const to = source.trimEnd().length
  const place = placeOf(source, start.from)
  return [{ severity: 'warning', from: start.from, to, ...place, code: 'lint.comment_needs_newline', data: {} }]
}
