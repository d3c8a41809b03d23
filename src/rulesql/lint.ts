import type { SqlDiagnostic } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { Cursor } from './cursor.js'
import { lintConditions } from './lintConditions.js'
import { lintFields } from './lintFields.js'
import { lintQos } from './lintQos.js'
import { lintSources } from './lintSources.js'
import { lintTokens } from './lintTokens.js'
import { parseStatement } from './parse.js'
import { placeOf } from './place.js'
import type { LintContext, Remark } from './remark.js'
import { type Statement, type TextRange, rangeOf } from './tree.js'

/**
 * What is wrong with a statement (one error, where reading stopped) or odd about it (warnings): what EMQX takes but
 * does something else with than one would think.
 */
export function lint(source: string, context: LintContext = {}): SqlDiagnostic[] {
  const cursor = new Cursor(source)
  try {
    const statement = parseStatement(cursor)
    return remarksOn(statement, source, context).map((remark) => diagnosticOf(remark, source, rangeOf(statement)))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rule_syntax') throw error
    const hints = lintTokens(source).filter(({ code }) => code !== 'quotes_trimmed' && code !== 'quotes_stay_double')
    return [syntaxDiagnostic(cursor, source), ...hints.map((remark) => diagnosticOf(remark, source, undefined))]
  }
}

function remarksOn(statement: Statement, source: string, context: LintContext): readonly Remark[] {
  return [
    ...lintTokens(source),
    ...lintSources(statement, context),
    ...lintFields(statement, context),
    ...lintConditions(statement),
    ...lintQos(statement, context)
  ]
}

function diagnosticOf({ code, range, data = {} }: Remark, source: string, whole: TextRange | undefined): SqlDiagnostic {
  const { from, to } = range ?? whole ?? { from: 0, to: source.length }
  return { severity: 'warning', from, to, ...placeOf(source, from), code: `lint.${code}`, data }
}

const longestQuote = 40

/**
 * `expected`: what could have stood there, as codes divided by spaces; `found`: what did, as a kind (a key below
 * `rules:found`), and the text of it.
 */
function syntaxDiagnostic({ token, expected }: Cursor, source: string): SqlDiagnostic {
  const { from, to, kind } = token
  const found = kind === 'end' ? 'end' : kind === 'invalid' ? token.reason : 'token'
  const words = source.slice(from, to)
  const text = words.length > longestQuote ? `${words.slice(0, longestQuote)}…` : words
  return {
    severity: 'error',
    from,
    to,
    ...placeOf(source, from),
    code: 'syntax',
    data: { expected: expected.join(' '), found, text }
  }
}
