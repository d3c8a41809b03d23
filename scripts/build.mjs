import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { project, runQuietly, say } from './project.mjs'

/** What the built files are made from. */
const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.web.json',
  'package.json',
  'package-lock.json'
]

/** Time in ms after which a lock whose owner cannot be asked is taken as left behind. */
const longestBuild = 300_000

/**
 * A short text that changes when a file below these paths is changed, added, renamed or removed.
 * @param {string} folder
 * @param {readonly string[]} paths
 */
export async function fingerprint(folder, paths) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const visit = async (path) => {
    const full = join(folder, path)
    const found = await stat(full).catch(() => undefined)
    if (found === undefined) return
    if (found.isDirectory()) {
      for (const name of (await readdir(full)).sort()) await visit(`${path}/${name}`)
    } else {
      hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`)
    }
  }
  for (const path of paths) await visit(path)
  return hash.digest('hex')
}

/**
 * Builds into `out/` when the sources are newer than what is there. Prints nothing but the compiler's errors.
 * @param {string} [note] a line to show when there is something to do
 * @returns {Promise<boolean>} whether `out/` is good
 */
export async function ensureBuilt(note) {
  const stamp = join(project, 'out', 'stamp')
  const isFresh = async () => (await readFile(stamp, 'utf8').catch(() => '')) === (await fingerprint(project, sources))
  if (await isFresh()) return true
  if (note !== undefined) say(note)
  return alone(join(project, 'out', 'lock'), async () => {
    // Another process may have built it while we waited.
    if (await isFresh()) return true
    const before = await fingerprint(project, sources)
    await rm(stamp, { force: true })
    const builder = join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const { code, output } = await runQuietly(process.execPath, [builder, 'build'])
    if (code !== 0) {
      say(output.trim())
      return false
    }
    await writeFile(stamp, before)
    return true
  })
}

/**
 * Runs the work while no other process runs it under the same lock.
 * @template T
 * @param {string} lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(lock, work) {
  await mkdir(join(lock, '..'), { recursive: true })
  while (!(await take(lock))) await delay(100)
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

/** @param {string} lock */
async function take(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''))
    const age = Date.now() - (await stat(lock).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age > longestBuild || (owner > 0 && !isAlive(owner))) await rm(lock, { force: true })
    return false
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
