import { AppError, type ErrorInfo, wordsOf } from '../../shared/errors.js'
import { parse } from '../../rulesql/parse.js'
import { parseJson } from './json.js'
import { printJson } from './jsonText.js'
import {
  compileCommand,
  compilePrepared,
  compileTemplate,
  preparedValues,
  renderCommand,
  renderInline,
  renderText
} from './template.js'
import { type Term, type TermMap, fail, isMap, toValue } from './term.js'
import { testRule } from './test.js'
import type { Value } from './types.js'

/** Answers a file of cases, one JSON line a case, in order. Empty lines are skipped. */
export function* runCases(text: string): Generator<string> {
  for (const line of text.split('\n')) if (line.trim() !== '') yield answerCase(line)
}

/** The answer to one case. Never throws: what goes wrong is the answer. */
export function answerCase(line: string): string {
  let id: Term
  try {
    const parsed = parseJson(line)
    if (!isMap(parsed)) return fail('a case is an object')
    id = parsed.get('id')
    return `{"id":${printJson(id)},${answer(parsed)}}`
  } catch (error) {
    return `{"id":${printJson(id)},"error":${printJson(wordsOf(error))}}`
  }
}

function answer(line: TermMap): string {
  const sql = line.get('sql')
  if (typeof sql === 'string')
    return line.get('parse') === true ? parseAnswer(sql) : statementAnswer(sql, line.get('event'))
  const call = line.get('call')
  if (typeof call === 'string') return callAnswer(call, line.get('event'))
  const template = line.get('template')
  if (typeof template === 'string') return templateAnswer(template, line.get('mode'), line.get('data'))
  return fail('a case has sql, call or template')
}

function parseAnswer(sql: string): string {
  try {
    parse(sql)
    return '"parse":"ok"'
  } catch {
    return '"parse":"error"'
  }
}

function statementAnswer(sql: string, event: Term): string {
  const result = testRule(sql, printJson(event ?? new Map()))
  switch (result.outcome) {
    case 'output':
      return `"match":true,"output":${result.json}`
    case 'no_match':
      return '"match":false'
    case 'error':
      return errorAnswer(result.error)
  }
}

/** The call stands as the one field of a statement. */
function callAnswer(call: string, event: Term): string {
  const result = testRule(`SELECT ${call} AS value FROM "#", "$events/none"`, printJson(event ?? new Map()))
  if (result.outcome === 'error') return errorAnswer(result.error)
  return result.outcome === 'output' ? result.json.slice(1, -1) : errorAnswer({ code: 'internal', data: {} })
}

function errorAnswer(error: ErrorInfo): string {
  return `"error":${printJson(AppError.fromInfo(error).message)}`
}

function templateAnswer(template: string, mode: Term, data: Term): string {
  const columns = isMap(data)
    ? new Map([...data].map(([name, value]) => [name, toValue(value)]))
    : new Map<string, Value>()
  switch (mode) {
    case 'text':
      return `"text":${printJson(renderText(compileTemplate(template), columns))}`
    case 'redis_cmd': {
      const words = renderCommand(compileCommand(template), columns)
      return `"text":${printJson(template)},"values":${printJson(words)}`
    }
    case 'sql_?':
    case 'sql_$n': {
      const prepared = compilePrepared(template, mode === 'sql_?' ? '?' : '$n')
      return `"text":${printJson(prepared.statement)},"values":${printJson(preparedValues(prepared, columns))}`
    }
    case 'sql_inline':
    case 'cql_inline': {
      const dialect = mode === 'sql_inline' ? 'sql' : 'cql'
      return `"text":${printJson(renderInline(compileTemplate(template), columns, dialect))}`
    }
    default:
      return fail('unknown mode')
  }
}
