import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Plain JavaScript: `npm start` needs it before anything is built.

/** The folder of this user for what can be got again: downloads, unpacked runtimes, built servers. */
export function cacheFolder() {
  const home = homedir()
  const base =
    process.env['XDG_CACHE_HOME'] ||
    (process.platform === 'win32'
      ? (process.env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(home, 'Library', 'Caches')
        : join(home, '.cache'))
  return join(base, 'mqtt-offline-inspector')
}

/** Time in ms after which a scratch folder was left behind by a run that was cut off. */
const leftBehind = 24 * 60 * 60_000

/**
 * A new folder below the cache folder, so that what is made in it can be renamed to its place in one step. Whoever made
 * it removes it; what a run that was cut off left behind is removed here.
 */
export async function scratchFolder() {
  const home = cacheFolder()
  await mkdir(home, { recursive: true })
  for (const name of await readdir(home)) {
    if (!name.startsWith('scratch-')) continue
    const made = (await stat(join(home, name)).catch(() => undefined))?.mtimeMs ?? Date.now()
    if (Date.now() - made > leftBehind) await rm(join(home, name), { recursive: true, force: true })
  }
  return mkdtemp(join(home, 'scratch-'))
}
