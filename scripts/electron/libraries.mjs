import { canInstallPackages, installPackages, knownNames, systemFamily } from '../../src/engine/servers/apt.mjs'
import { runQuietly, say } from '../project.mjs'

/** What Electron needs of the system. Newer Debians and Ubuntus name some of them anew. */
export const debianPackages = [
  'libgtk-3-0t64|libgtk-3-0',
  'libnss3',
  // Loaded when a window opens; `ldd` does not tell.
  'libx11-xcb1',
  'libasound2t64|libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0t64|libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0'
]

/**
 * The same elsewhere.
 * @type {Readonly<Record<string, string>>}
 */
const installLines = {
  fedora: 'sudo dnf install gtk3 nss libX11-xcb alsa-lib mesa-libgbm libXScrnSaver at-spi2-atk libdrm libxkbcommon',
  arch: 'sudo pacman -S --needed gtk3 nss libx11 alsa-lib mesa libxss at-spi2-core libdrm libxkbcommon',
  suse: 'sudo zypper install libgtk-3-0 mozilla-nss libX11-xcb1 libasound2 libgbm1 libXss1 libatk-bridge-2_0-0 libdrm2 libxkbcommon0'
}

/**
 * The shared libraries that a program asks for and that are not there.
 * @param {string} program
 */
export async function missingLibraries(program) {
  if (process.platform !== 'linux') return []
  const { output } = await runQuietly('ldd', [program])
  return librariesNotFound(output)
}

/** @param {string} output of ldd */
export function librariesNotFound(output) {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '')
}

/**
 * Sees to it that Electron's libraries are there.
 * @param {string} program
 * @returns {Promise<string | undefined>} what is missing and how to get it; undefined when all is there
 */
export async function ensureLibraries(program) {
  let missing = await missingLibraries(program)
  if (missing.length > 0 && canInstallPackages()) {
    say('Installing the system libraries that Electron needs …')
    await installPackages(debianPackages)
    missing = await missingLibraries(program)
  }
  if (missing.length === 0) return undefined
  const family = systemFamily()
  const line =
    family === 'debian' ? `sudo apt-get install ${(await knownNames(debianPackages)).join(' ')}` : installLines[family]
  const way = line === undefined ? "with your system's package manager" : `with:  ${line}`
  return `Electron needs system libraries that are missing (${missing.join(', ')}). Install them ${way}`
}
