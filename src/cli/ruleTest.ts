import { readFile } from 'node:fs/promises'
import { AppError } from '../shared/errors.js'
import { runCases } from '../engine/rules/cases.js'
import { testRule } from '../engine/rules/test.js'
import type { Terminal } from './index.js'

export interface RuleTestOptions {
  readonly sql?: string
  readonly event?: string
  readonly cases?: string
}

/** One rule against one event, or a file of cases, through the closures that the broker runs. */
export async function ruleTest({ sql, event, cases }: RuleTestOptions, terminal: Terminal): Promise<number> {
  const { out, error, texts } = terminal
  if (cases !== undefined) {
    for (const answer of runCases(await readFileOf(cases))) out(answer)
    return 0
  }
  if (sql === undefined) {
    error('rule-test needs --sql or --cases')
    return 2
  }
  const result = testRule(sql, event === undefined ? {} : await eventOf(event))
  switch (result.outcome) {
    case 'output':
      out(`{"match":true,"output":${result.json}}`)
      return 0
    case 'no_match':
      out('{"match":false}')
      return 0
    case 'error':
      error(texts.error(result.error))
      return 1
  }
}

/** `--event` is JSON when it begins like an object, otherwise the name of a file. */
async function eventOf(text: string): Promise<Record<string, unknown>> {
  const json = text.trimStart().startsWith('{') ? text : await readFileOf(text)
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    throw new SyntaxError('not an object')
  } catch (cause) {
    throw new AppError('config_invalid', { file: '--event', faults: (cause as Error).message })
  }
}

async function readFileOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('config_unreadable', { file }, { cause })
  }
}
