import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerCase, runCases } from '../../src/engine/rules/cases.js'
import { agrees, isObject, readJson } from './compare.js'

function textOf(file: string): string {
  return readFileSync(new URL(`cases/${file}`, import.meta.url), 'utf8')
}

function linesOf(file: string): { readonly id: string; readonly line: string }[] {
  const lines = textOf(file).split('\n')
  return lines.filter((line) => line !== '').map((line) => ({ id: idOf(line), line }))
}

/** Cases that another release of EMQX answers otherwise; docs/rules.md tells which is followed here. */
const differsByRelease = new Set(['function_edge#89'])

function idOf(line: string): string {
  const parsed = readJson(line)
  const id = isObject(parsed) ? parsed['id'] : undefined
  return typeof id === 'string' ? id : ''
}

describe('the cases of EMQX 4.4', () => {
  const ids = linesOf('rule-sql.jsonl')

  it('are all there, each with its own id', () => {
    expect(new Set(ids.map(({ id }) => id)).size).toBe(633)
  })

  it.each(ids.filter(({ id }) => !differsByRelease.has(id)))('$id', ({ line }) => {
    const answer = answerCase(line)
    expect(agrees(readJson(line), readJson(answer)), answer).toBe(true)
  })

  it.each(ids.filter(({ id }) => differsByRelease.has(id)))('$id differs as documented', ({ line }) => {
    expect(agrees(readJson(line), readJson(answerCase(line)))).toBe(false)
  })

  it('are answered one line each, in order', () => {
    const answers = [...runCases(textOf('rule-sql.jsonl'))].map(idOf)
    expect(answers).toEqual(ids.map(({ id }) => id))
  })
})

describe('further cases recorded from EMQX 4.4', () => {
  it.each(linesOf('further.jsonl'))('$id', ({ line }) => {
    const answer = answerCase(line)
    expect(agrees(readJson(line), readJson(answer)), answer).toBe(true)
  })
})

describe('a line that is no case', () => {
  it.each(['{', '5', '{"id":"x"}', '{"id":"x","template":"a","data":{},"mode":"other"}'])(
    '%s is answered with an error',
    (line) => {
      const answer = readJson(answerCase(line))
      expect(isObject(answer) && typeof answer['error'] === 'string').toBe(true)
    }
  )
})

describe('the comparison of the cases', () => {
  it('tells integers from floats, and lets null stand for what is not there', () => {
    expect(agrees(readJson('{"call":"x","expect":1}'), readJson('{"value":1.0}'))).toBe(false)
    expect(agrees(readJson('{"call":"x","expect":1.0}'), readJson('{"value":1.0}'))).toBe(true)
    expect(agrees(readJson('{"call":"x","expect":null}'), readJson('{"value":null}'))).toBe(true)
    expect(agrees(readJson('{"call":"x","expect":{"error":true}}'), readJson('{"value":1}'))).toBe(false)
  })
})
