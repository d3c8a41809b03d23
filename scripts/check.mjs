import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { licences } from './licences.mjs'
import { project, runQuietly } from './project.mjs'

const modules = (/** @type {string[]} */ ...path) => join(project, 'node_modules', ...path)
const tsc = modules('typescript', 'bin', 'tsc')

/** @type {readonly (readonly [name: string, program: string, ...args: string[]])[]} */
const checks = [
  ['types', tsc, '-p', 'tsconfig.json'],
  ['types of the window', tsc, '-p', 'tsconfig.web.json'],
  ['types on the oldest Electron', tsc, '-p', 'tsconfig.electron33.json'],
  ['eslint', modules('eslint', 'bin', 'eslint.js'), '.'],
  ['prettier', modules('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['layers', modules('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), 'src', 'scripts', 'test', 'bench'],
  ['unused code', modules('knip', 'bin', 'knip.js'), '--no-progress'],
  [
    'licences',
    modules('license-checker-rseidelsohn', 'bin', 'license-checker-rseidelsohn.js'),
    '--production',
    '--excludePrivatePackages',
    '--onlyAllow',
    licences.join(';'),
    '--summary'
  ]
]

const waiting = [...checks]
/** @type {string[]} */
const failed = []
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
process.stdout.write(failed.length === 0 ? 'all checks passed\n' : `failed: ${failed.join(', ')}\n`)
process.exitCode = failed.length === 0 ? 0 : 1

async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const [name, program, ...args] = check
    const began = Date.now()
    const { code, output } = await runQuietly(process.execPath, [program, ...args])
    const seconds = ((Date.now() - began) / 1000).toFixed(0)
    if (code !== 0) failed.push(name)
    process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n${code === 0 ? '' : `${output.trim()}\n`}`)
  }
}
