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
