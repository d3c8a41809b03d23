import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { functionSignatures } from '../../src/rulesql/functions.js'
import { ruleEvents, ruleEventNames } from '../../src/rulesql/events.js'
import { actionNames } from '../../src/shared/actionTypes.js'

const lines = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8').split('\n')

describe('docs/rules.md', () => {
  it.each([...functionSignatures.values()])('has $name with its arguments', ({ signature }) => {
    expect(lines.filter((line) => line.startsWith(`| \`${signature.replaceAll('|', '\\|')}\` `))).toHaveLength(1)
  })

  it.each(ruleEventNames)('has %s with all its columns', (name) => {
    const [row = '', ...more] = lines.filter((line) => line.startsWith(`| \`${name}\` `))
    expect(more).toEqual([])
    const columns = Array.from(
      row
        .split('|')
        .at(-2)
        ?.matchAll(/`([^`]+)`/g) ?? [],
      ([, column]) => column
    )
    const inAll = ['event', 'timestamp', 'node', 'metadata']
    expect(columns.toSorted()).toEqual(ruleEvents[name].columns.filter((column) => !inAll.includes(column)).toSorted())
  })

  it.each(actionNames)('has the action %s', (name) => {
    expect(lines.some((line) => line.startsWith('| `') && line.includes(`\`${name}\``))).toBe(true)
  })
})
