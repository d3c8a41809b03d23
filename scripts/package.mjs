import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import config from '../electron-builder.config.mjs'
import { canInstallPackages, installPackages } from '../src/engine/servers/apt.mjs'
import { ensureBuilt } from './build.mjs'
import { fallbackElectron, fallbackVersion } from './electron/fallback.mjs'
import { ownElectron } from './electron/own.mjs'
import { notesOf, writeBill, writeChecksums, writeNotices } from './package/papers.mjs'
import { project, say } from './project.mjs'

// npm run package:linux | package:win | package:mac [-- target …]: installers in dist/, with their checksums and their
// bill of materials. docs/packaging.md tells the whole.

/**
 * @typedef {'linux' | 'win' | 'mac'} SystemName
 * @typedef {object} Way how an installer is made here
 * @property {'release' | 'test'} build
 * @property {string} electron the version
 * @property {import('electron-builder').Configuration} change what differs from electron-builder.config.mjs
 * @property {Map<string, string>} leftOut targets that cannot be made, and why
 */

/** @type {Readonly<Record<SystemName, import('electron-builder').Platform>>} */
const systems = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC }

/** Apple's computers are of two kinds. */
const architectures = { linux: [Arch.x64], win: [Arch.x64], mac: [Arch.x64, Arch.arm64] }

/** Secrets of a workflow that are not set arrive as empty words; electron-builder would take those for files. */
const signing = [
  'CSC_LINK',
  'CSC_KEY_PASSWORD',
  'WIN_CSC_LINK',
  'WIN_CSC_KEY_PASSWORD',
  'APPLE_ID',
  'APPLE_APP_SPECIFIC_PASSWORD',
  'APPLE_TEAM_ID'
]

/**
 * On Linux the product's name is that of its folder, /opt/…: with a space in its path Chromium does not find the helper
 * of its sandbox on systems that need one. What people read is in the desktop entry.
 */
const withoutSpaces = 'mqtt-offline-inspector'

const dist = join(project, 'dist')
const { version, devDependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))

process.exitCode = 1
const [system = '', ...asked] = process.argv.slice(2)
if (!isSystem(system)) say('usage: node scripts/package.mjs linux|win|mac [target …]')
else if (await ensureBuilt('Building …')) process.exitCode = await packageFor(system, asked)

/**
 * @param {SystemName} name
 * @param {readonly string[]} targets those of the configuration when there are none
 */
async function packageFor(name, targets) {
  const way = name === 'linux' ? await wayOnLinux() : ordinaryWay()
  const all = targets.length > 0 ? targets : /** @type {string[]} */ (config[name]?.target)
  const possible = all.filter((target) => !way.leftOut.has(target))
  if (way.build === 'test') {
    say(
      `Electron's own host is out of reach: this is a TEST BUILD, on Electron ${way.electron} from the package registry.`
    )
    say('It says so itself. Give it to nobody: what users get is built from a supported release of Electron.')
  }
  if (way.build === 'test' && process.env['REQUIRE_RELEASE'] === '1') {
    say('REQUIRE_RELEASE is set: nothing is made.')
    return 1
  }
  const bill = await writeNotices()
  const made = possible.length === 0 ? [] : await buildTargets(name, possible, way)
  if (made.length > 0) {
    const billFile = join(dist, `mqtt-offline-inspector-${name}-sbom.cdx.json`)
    await writeBill(bill, way.electron, billFile)
    await writeChecksums([...made, billFile], join(dist, `SHA256SUMS-${name}.txt`))
  }
  for (const file of made) say(`made: dist/${basename(file)} (${Math.round((await stat(file)).size / 1e6)} MB)`)
  for (const target of all) {
    const reason = way.leftOut.get(target)
    if (reason !== undefined) say(`left out: ${target}: ${reason}`)
  }
  return possible.length === 0 ? 1 : 0
}

/**
 * @param {SystemName} name
 * @param {readonly string[]} targets
 * @param {Way} way
 * @returns {Promise<string[]>} the files
 */
async function buildTargets(name, targets, way) {
  await mkdir(dist, { recursive: true })
  // What is left of another version would be taken for this one's.
  for (const file of await readdir(dist)) {
    if (targets.some((target) => file.endsWith(`.${target}`))) await rm(join(dist, file))
  }
  for (const variable of signing) if (process.env[variable] === '') Reflect.deleteProperty(process.env, variable)
  const inspector = { build: way.build, ...updates() }
  const notes = notesOf(await readFile(join(project, 'CHANGELOG.md'), 'utf8'), version)
  await writeFile(join(dist, 'release-notes.md'), `${notes}\n`)
  const files = await build({
    projectDir: project,
    targets: systems[name].createTarget([...targets], ...architectures[name]),
    config: {
      ...config,
      ...way.change,
      ...(name === 'linux' ? { productName: withoutSpaces } : {}),
      releaseInfo: { releaseNotes: notes },
      extraMetadata: { homepage: homepage(), inspector },
      ...(inspector.feed === undefined ? {} : { publish: { provider: 'generic', url: inspector.feed } })
    },
    publish: 'never'
  })
  return files.filter((file) => existsSync(file))
}

/** @returns {Way} */
function ordinaryWay() {
  return { build: 'release', electron: devDependencies.electron, change: {}, leftOut: new Map() }
}

/** @returns {Promise<Way>} */
async function wayOnLinux() {
  if ((await ownElectron()) !== undefined) return ordinaryWay()
  const program = await fallbackElectron()
  if (program === undefined) throw new Error("Electron's own host is out of reach, and there is no other way here")
  if (canInstallPackages()) await installPackages(['p7zip-full', 'rpm'])
  const sevenZip = onPath('7za')
  const leftOut = new Map([['AppImage', 'its tools can only be downloaded']])
  if (sevenZip === undefined)
    for (const target of ['tar.gz', 'zip']) leftOut.set(target, 'there is no 7za here (p7zip)')
  if (onPath('dpkg-deb') === undefined) leftOut.set('deb', 'there is no dpkg-deb here')
  if (onPath('rpmbuild') === undefined) leftOut.set('rpm', 'there is no rpmbuild here')
  process.env['CUSTOM_FPM_PATH'] = join(project, 'scripts', 'package', 'fpm.mjs')
  if (sevenZip !== undefined) process.env['ELECTRON_BUILDER_7ZIP_PATH'] = sevenZip
  // The highest takes minutes more for 1 % less.
  process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] = '6'
  return {
    build: 'test',
    electron: fallbackVersion,
    change: {
      electronVersion: fallbackVersion,
      electronDist: join(program, '..'),
      artifactName: '${name}-${version}-test-${os}-${arch}.${ext}'
    },
    leftOut
  }
}

/** Where a release looks for newer ones: named by whoever builds it. */
function updates() {
  const feed = process.env['UPDATE_FEED'] || undefined
  const page = process.env['UPDATE_PAGE'] || undefined
  return { feed, page }
}

/** Packages have to name a page. Where the build knows none, it is one that says of itself that it does not exist. */
function homepage() {
  return process.env['UPDATE_PAGE'] || 'https://mqtt-offline-inspector.invalid'
}

/** @param {string} program */
function onPath(program) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path))
}

/**
 * @param {string} name
 * @returns {name is SystemName}
 */
function isSystem(name) {
  return Object.hasOwn(systems, name)
}
