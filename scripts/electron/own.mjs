import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { cacheFolder, scratchFolder } from '../../src/engine/servers/cacheFolder.mjs'
import { project, say, sizeOf } from '../project.mjs'

const home = join(project, 'node_modules', 'electron')

/** Time in ms without a single byte after which the host counts as out of reach. */
const silence = 20_000
/** Time in ms for the whole download. */
const longest = 15 * 60_000
/** Time in ms for which a failed download is not tried again. */
const memory = 60 * 60_000

/**
 * The Electron that package.json declares: downloaded by its own installer, once. The way it comes is not ours; we
 * only bound the time, show that it moves, and remember for a while that it failed.
 * @returns {Promise<string | undefined>} the executable
 */
export async function ownElectron() {
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
  const there = await executable()
  if (there !== undefined) return there
  const failed = join(cacheFolder(), `electron-${version}-out-of-reach`)
  const failedAt = (await stat(failed).catch(() => undefined))?.mtimeMs ?? 0
  if (Date.now() - failedAt < memory) return undefined
  say(`Downloading Electron ${version} …`)
  if (await install()) return executable()
  await writeFile(failed, '')
  return undefined
}

/** The installer writes `path.txt` last: an install that was cut off is none. */
async function executable() {
  const name = await readFile(join(home, 'path.txt'), 'utf8').catch(() => undefined)
  if (name === undefined) return undefined
  const path = join(home, 'dist', name)
  return existsSync(path) ? path : undefined
}

async function install() {
  const scratch = await scratchFolder()
  const environment = { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch }
  const child = spawn(process.execPath, [join(home, 'install.js')], { stdio: 'ignore', env: environment })
  const began = Date.now()
  let bytes = 0
  let movedAt = began
  let shown = 0
  const watch = setInterval(async () => {
    const now = await sizeOf(scratch)
    if (now !== bytes) movedAt = Date.now()
    bytes = now
    if (bytes - shown > 10_000_000) {
      shown = bytes
      say(`Downloading Electron … ${Math.round(bytes / 1e6)} MB`)
    }
    // Nothing comes while the archive is unpacked either: only a download that never began is given up early.
    if ((bytes === 0 && Date.now() - movedAt > silence) || Date.now() - began > longest) child.kill('SIGKILL')
  }, 500)
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', resolve)
  })
  clearInterval(watch)
  await rm(scratch, { recursive: true, force: true })
  return code === 0
}
