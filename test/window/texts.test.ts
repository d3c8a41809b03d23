import { describe, expect, test } from 'vitest'
import { actionNames, actionTypes } from '../../src/shared/actionTypes.js'
import { connectionParameters } from '../../src/shared/connections.js'
import { resourceTypeNames, resourceTypes } from '../../src/shared/resourceTypes.js'
import en from '../../src/shared/locales/en/window.json'
import zhCli from '../../src/shared/locales/zh/cli.json'
import zhError from '../../src/shared/locales/zh/error.json'
import zhLog from '../../src/shared/locales/zh/log.json'
import zhNote from '../../src/shared/locales/zh/note.json'
import zhRules from '../../src/shared/locales/zh/rules.json'
import zh from '../../src/shared/locales/zh/window.json'

function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([key, each]) => textsOf(each, `${path}.${key}`))
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()

describe('the texts of the window', () => {
  test('both languages have the same keys', () => {
    expect(textsOf(zh).map(([key]) => key)).toEqual(textsOf(en).map(([key]) => key))
  })

  test('and the same placeholders, and none is empty', () => {
    const chinese = new Map(textsOf(zh))
    for (const [key, text] of textsOf(en)) {
      expect(text, key).not.toBe('')
      expect(placeholders(chinese.get(key) ?? ''), key).toEqual(placeholders(text))
    }
  })

  test('Chinese sentences have Chinese punctuation', () => {
    for (const [key, text] of [zh, zhError, zhLog, zhNote, zhRules, zhCli].flatMap((texts) => textsOf(texts))) {
      expect(text, key).not.toMatch(/\p{Script=Han}[,;:?!]|[,;:?!]\p{Script=Han}/u)
    }
  })

  test('between Latin words and Chinese there is a space', () => {
    // What is Chinese itself stands for these.
    const chinese = /\{\{(?:what|thing|field)\}\}/g
    for (const [key, text] of [zh, zhError, zhLog, zhNote, zhRules, zhCli].flatMap((texts) => textsOf(texts))) {
      const shown = text.replaceAll(chinese, '。')
      expect(shown, key).not.toMatch(/[A-Za-z0-9}]\p{Script=Han}|\p{Script=Han}[A-Za-z0-9{]/u)
    }
  })

  test('every type, action and parameter has its title', () => {
    const parameters = [
      ...resourceTypeNames.flatMap((name) => resourceTypes[name].parameters),
      ...actionNames.flatMap((name) => actionTypes[name].parameters),
      ...connectionParameters
    ].map(({ name }) => name)
    expect(Object.keys(en.parameters.titles).sort()).toEqual([...new Set(parameters)].sort())
    expect(Object.keys(en.resourceType)).toEqual(['embedded', ...resourceTypeNames])
    expect(Object.keys(en.action)).toEqual([...actionNames])
  })
})
