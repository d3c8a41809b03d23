import { describe, expect, it } from 'vitest'
import { countLine, countPlaywright, countVitest, isGood, noTests, sum } from '../../scripts/count.mjs'

const file = (status: string, ...tests: [status: string, fullName: string][]): object => ({
  name: 'test/a.test.ts',
  status,
  assertionResults: tests.map(([outcome, fullName]) => ({ status: outcome, fullName }))
})

describe('the count of vitest', () => {
  it('has every test in one of three', () => {
    const report = {
      success: false,
      testResults: [file('failed', ['passed', 'a'], ['failed', 'b'], ['pending', 'c'], ['skipped', 'd'], ['todo', 'e'])]
    }
    expect(countVitest(report)).toEqual({ passed: 1, failed: ['b (test/a.test.ts)'], skipped: ['c', 'd', 'e'] })
  })

  it('tells the first line of what went wrong', () => {
    const failureMessages = ['AssertionError: expected 0 to be 1\n    at a.test.ts:3']
    const assertionResults = [{ status: 'failed', fullName: 'b', failureMessages }]
    const loading = { ...file('failed'), message: '\u001b[31mNo such file\u001b[39m' }
    const report = { success: false, testResults: [{ ...file('failed'), assertionResults }, loading] }
    expect(countVitest(report).failed).toEqual([
      'b (test/a.test.ts): AssertionError: expected 0 to be 1',
      'test/a.test.ts: No such file'
    ])
  })

  it('has a file that could not be loaded as a failure', () => {
    const report = { success: false, testResults: [file('failed'), file('passed', ['passed', 'a'])] }
    expect(countVitest(report)).toEqual({ passed: 1, failed: ['test/a.test.ts'], skipped: [] })
  })

  it('has an error outside of the tests as a failure', () => {
    expect(countVitest({ success: false, testResults: [file('passed', ['passed', 'a'])] }).failed).toHaveLength(1)
  })
})

describe('the count of Playwright', () => {
  const spec = (title: string, status: string, annotations: object[] = []): object => ({
    title,
    tests: [{ status, annotations }]
  })

  it('has every test in one of three, with the reason of a skipped one', () => {
    const report = {
      errors: [],
      suites: [
        {
          title: 'cycle.test.ts',
          specs: [spec('a', 'expected')],
          suites: [
            {
              title: 'window',
              specs: [
                spec('b', 'unexpected'),
                spec('c', 'flaky'),
                spec('d', 'skipped', [{ type: 'skip', description: 'no display' }]),
                spec('e', 'skipped')
              ]
            }
          ]
        }
      ]
    }
    expect(countPlaywright(report)).toEqual({
      passed: 1,
      failed: ['cycle.test.ts › window › b', 'cycle.test.ts › window › c'],
      skipped: ['cycle.test.ts › window › d: no display', 'cycle.test.ts › window › e']
    })
  })

  it('tells the first line of what went wrong, of the last try', () => {
    const results = [
      { error: { message: 'first' } },
      { error: { message: '\u001b[31mnot there\u001b[39m\n  in b' } },
      {}
    ]
    const specs = [{ title: 'b', tests: [{ status: 'flaky', annotations: [], results }] }]
    expect(countPlaywright({ suites: [{ title: 'a.test.ts', specs }] }).failed).toEqual(['a.test.ts › b: not there'])
  })

  it('has an error outside of the tests as a failure', () => {
    expect(countPlaywright({ suites: [], errors: [{ message: 'the build failed\nat …' }] }).failed).toEqual([
      'an error outside the tests: the build failed'
    ])
  })
})

describe('the line at the end', () => {
  it('counts all runs together', () => {
    const total = sum([
      { passed: 2, failed: ['a'], skipped: [] },
      { passed: 3, failed: [], skipped: ['b', 'c'] }
    ])
    expect(countLine(total)).toBe('5 passed, 1 failed, 2 skipped')
    expect(isGood(total)).toBe(false)
    expect(isGood({ ...total, failed: [] })).toBe(true)
  })

  it('is no success when nothing ran', () => {
    expect(countLine(noTests())).toBe('0 passed, 0 failed, 0 skipped')
    expect(isGood(noTests())).toBe(false)
  })
})
