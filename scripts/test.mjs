import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canInstallPackages, installPackages, knownNames, missingPackages } from '../src/engine/servers/apt.mjs'
import { ensureBuilt } from './build.mjs'
import { countLine, countPlaywright, countVitest, isGood, noTests, sum } from './count.mjs'
import { hasDisplay, openDisplay } from './display.mjs'
import { debianPackages } from './electron/libraries.mjs'
import { project, runInTerminal, runQuietly, say } from './project.mjs'

/** Servers, clients of other makes that the tests look with, and what a window needs. */
const packages = [
  ...debianPackages,
  'xvfb',
  'fonts-noto-cjk',
  'mosquitto',
  'mosquitto-clients',
  'redis-server',
  'mariadb-server',
  'postgresql'
]

/** The shared servers, those that take longest first. */
const servers = ['mongo', 'cassa', 'mysql', 'pgsql', 'redis', 'redis_sentinel', 'redis_cluster']

const results = join(project, 'test-results')
const bin = join(project, 'node_modules')

const counts = [noTests()]
// A step before this one that failed, named by whoever ran it, is part of the count.
const failedBefore = process.env['FAILED_BEFORE'] ?? ''
if (failedBefore !== '') counts.push({ ...noTests(), failed: [failedBefore] })

await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })
await getPackages()
if (await ensureBuilt('Building …')) counts.push(await runVitest(), await runPlaywright())
else counts.push({ ...noTests(), failed: ['the build'] })

const total = sum(counts)
for (const name of total.skipped) process.stdout.write(`skipped: ${name}\n`)
for (const name of total.failed) process.stdout.write(`failed: ${name}\n`)
process.stdout.write(`${countLine(total)}\n`)
process.exitCode = isGood(total) ? 0 : 1

async function getPackages() {
  if (!canInstallPackages()) return
  const missing = await missingPackages(packages)
  if (missing.length === 0) return
  say(`Installing ${(await knownNames(missing)).join(' ')} …`)
  // What could not be had is skipped where it is needed, or fails there.
  await installPackages(missing).catch((error) => say(String(error)))
}

async function runVitest() {
  const file = join(results, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runInTerminal(process.execPath, [join(bin, 'vitest', 'vitest.mjs'), ...args], {
    env: { ...process.env, TEST_SERVERS: servers.join(',') }
  })
  return read(file, countVitest, code, 'vitest')
}

async function runPlaywright() {
  const program = join(bin, '@playwright', 'test', 'cli.js')
  const reason = await whyNoWindow()
  const file = join(results, 'playwright.json')
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  if (reason !== undefined) {
    await runQuietly(process.execPath, [program, 'test', '--list', '--reporter=json'], { env })
    const { skipped } = await read(file, countPlaywright, 0, 'Playwright')
    return { ...noTests(), skipped: skipped.map((name) => `${name}: ${reason}`) }
  }
  const code = await runInTerminal(process.execPath, [program, 'test', '--reporter=list,json'], { env })
  return read(file, countPlaywright, code, 'Playwright')
}

/** @returns {Promise<string | undefined>} */
async function whyNoWindow() {
  if (hasDisplay()) return undefined
  const display = await openDisplay()
  display?.stop()
  return display === undefined ? 'there is no display and no Xvfb' : undefined
}

/**
 * @param {string} file
 * @param {(report: any) => import('./count.mjs').Count} countOf
 * @param {number} code the runner's exit code
 * @param {string} runner
 */
async function read(file, countOf, code, runner) {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return { ...noTests(), failed: [`${runner} did not finish`] }
  const count = countOf(JSON.parse(text))
  // It may fail for a reason that is no test's: a server that could not be stopped, a leak.
  if (code !== 0 && count.failed.length === 0) count.failed.push(`${runner} ended with exit code ${code}`)
  return count
}
