import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'

// Plain JavaScript: `npm start` and `npm test` need it before anything is built.

const run = promisify(execFile)

/** Whether packages can be installed here without asking anybody: root on Debian or Ubuntu. */
export function canInstallPackages() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/** The system's name as package managers know it: `debian`, `fedora`, `arch`, … or `darwin`, `win32`. */
export function systemFamily() {
  if (process.platform !== 'linux') return process.platform
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const words = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value]) => (value ?? '').split(' '))
  return ['debian', 'fedora', 'arch', 'alpine', 'suse'].find((family) => words.includes(family)) ?? words[0] ?? 'linux'
}

/**
 * Those of these Debian packages that are not installed. `a|b` is one package that has two names: on newer and on older
 * systems.
 * @param {readonly string[]} packages
 * @returns {Promise<string[]>}
 */
export async function missingPackages(packages) {
  const installed = new Set()
  const format = ['-W', '-f', '${db:Status-Abbrev} ${Package}\n']
  // It fails when one of them is unknown, and still lists the others.
  const { stdout } = await run('dpkg-query', [...format, ...packages.flatMap(names)]).catch((error) => error)
  for (const line of String(stdout ?? '').split('\n')) {
    const [status, name] = line.trim().split(/\s+/)
    if (status === 'ii') installed.add(name)
  }
  return packages.filter((spec) => !names(spec).some((name) => installed.has(name)))
}

/** @param {string} spec */
function names(spec) {
  return spec.split('|')
}

/**
 * The names by which this system knows these packages.
 * @param {readonly string[]} packages
 */
export function knownNames(packages) {
  return Promise.all(packages.map(knownName))
}

/** @param {string} spec */
async function knownName(spec) {
  for (const name of names(spec)) {
    const { stdout } = await run('apt-cache', ['policy', name]).catch(() => ({ stdout: '' }))
    if (/Candidate: (?!\(none\))/.test(stdout)) return name
  }
  return names(spec).at(-1) ?? spec
}

/** @type {Promise<unknown>} */
let turn = Promise.resolve()
let listsAreFresh = false

/**
 * Installs Debian packages, one call at a time. Rejects with apt's last lines.
 * @param {readonly string[]} packages
 */
export function installPackages(packages) {
  const mine = turn.then(async () => {
    const missing = await missingPackages(packages)
    if (missing.length === 0) return
    if (!listsAreFresh) await aptGet(['update'])
    listsAreFresh = true
    await aptGet(['install', '-y', '--no-install-recommends', ...(await knownNames(missing))])
  })
  turn = mine.catch(() => undefined)
  return mine
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<void>}
 */
function aptGet(args) {
  return new Promise((resolve, reject) => {
    // Another apt may be at work: it is waited for.
    const child = spawn('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    })
    let said = ''
    /** @param {Buffer} bytes */
    const keep = (bytes) => {
      said = (said + bytes.toString('utf8')).slice(-4000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`apt-get ${args.join(' ')}: ${said.trim()}`))
    })
  })
}
