import { stripVTControlCharacters } from 'node:util'

/**
 * How a run of tests went.
 * @typedef {{ passed: number, failed: string[], skipped: string[] }} Count `failed` and `skipped` by name
 */

/** @returns {Count} */
export function noTests() {
  return { passed: 0, failed: [], skipped: [] }
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function sum(counts) {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.flatMap(({ failed }) => failed),
    skipped: counts.flatMap(({ skipped }) => skipped)
  }
}

/** @param {Count} count */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`
}

/**
 * Nothing run is no success.
 * @param {Count} count
 */
export function isGood({ passed, failed }) {
  return passed > 0 && failed.length === 0
}

/**
 * What vitest's JSON report says. A file that could not even be loaded is a failure without a test.
 * @param {any} report
 * @returns {Count}
 */
export function countVitest(report) {
  const count = noTests()
  for (const file of report.testResults) {
    const before = count.failed.length
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === 'passed') count.passed++
      else if (status === 'failed') count.failed.push(withError(`${fullName} (${file.name})`, failureMessages?.[0]))
      else count.skipped.push(fullName)
    }
    if (file.status === 'failed' && count.failed.length === before)
      count.failed.push(withError(file.name, file.message))
  }
  if (report.success === false && count.failed.length === 0) count.failed.push('an error outside the tests')
  return count
}

/**
 * What Playwright's JSON report says.
 * @param {any} report
 * @returns {Count}
 */
export function countPlaywright(report) {
  const count = noTests()
  /** @param {any} suite @param {string} path */
  const visit = (suite, path) => {
    const here = [path, suite.title].filter(Boolean).join(' › ')
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = `${here} › ${spec.title}`
        if (test.status === 'expected') count.passed++
        else if (test.status === 'skipped') count.skipped.push(withReason(name, test))
        // A test that passes only at its second try is no passing test.
        else count.failed.push(withError(name, errorOf(test)))
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, here)
  }
  for (const suite of report.suites) visit(suite, '')
  for (const error of report.errors ?? []) count.failed.push(withError('an error outside the tests', error.message))
  return count
}

/** @param {any} test Of the last of its tries that failed. */
function errorOf(test) {
  return test.results?.findLast((/** @type {any} */ { error }) => error !== undefined)?.error.message
}

/**
 * With the first line of what went wrong, for who sees no more of a run than its end.
 * @param {string} name @param {string | undefined} error
 */
function withError(name, error) {
  const [line = ''] = stripVTControlCharacters(error ?? '').split('\n')
  return line === '' ? name : `${name}: ${line}`
}

/** @param {string} name @param {any} test */
function withReason(name, test) {
  const note = test.annotations?.find((/** @type {any} */ { type }) => type === 'skip' || type === 'fixme')
  return note?.description === undefined ? name : `${name}: ${note.description}`
}
