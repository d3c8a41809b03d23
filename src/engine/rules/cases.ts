import { wordsOf } from '../../shared/errors.js'
import { parse } from '../../rulesql/parse.js'
import { parseJson } from './json.js'
import { printJson } from './jsonText.js'
import { type Term, type TermMap, fail, isMap } from './term.js'
import { testRule } from './test.js'

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
      return `"error":${printJson(wordsOf(result.error.data['reason'] ?? JSON.stringify(result.error.data)))}`
  }
}

function callAnswer(call: string, event: Term): string {
  const result = testRule(`SELECT ${call} AS v FROM "#"`, printJson(event ?? new Map()))
  if (result.outcome === 'output') return `"value":${result.json.slice('{"v":'.length, -1)}`
  return `"error":${printJson(result.outcome === 'error' ? JSON.stringify(result.error.data) : 'no match')}`
}
