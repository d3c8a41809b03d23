import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canInstallPackages, installPackages } from '../src/engine/servers/apt.mjs'
import { openDisplay } from './display.mjs'
import { openCleanRoot } from './package/cleanRoot.mjs'
import { proveCommands, proveWindow } from './package/proof.mjs'
import { project, runInTerminal, runQuietly, say } from './project.mjs'

// npm run test:package: what `npm run package:linux` left in dist/ is used as a stranger would use it. The deb is put on
// a root that was just made, with nothing on it but Debian's minimum; its commands and its window are used by a normal
// user and by root; it is removed, and nothing of it may be left. The same with the tar.gz, by a normal user.

process.exitCode = 1
if (!canInstallPackages()) {
  say('This needs root on Debian or Ubuntu: a clean root is made, packages are installed.')
} else if (process.env['MOUNTS_ARE_OURS'] !== '1') {
  // In a mount namespace of its own, so that no mount outlives it however it ends.
  process.exitCode = await runInTerminal('unshare', ['--mount', process.execPath, import.meta.filename], {
    env: { ...process.env, MOUNTS_ARE_OURS: '1' }
  })
} else {
  await installPackages(['debootstrap', 'xvfb'])
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))
  const display = await openDisplay()
  assert.ok(display !== undefined, 'Xvfb does not start')
  const scratch = await mkdtemp(join(tmpdir(), 'clean-root-'))
  try {
    const root = await openCleanRoot(scratch, say)
    try {
      await proveDeb(root, version, display.name)
      await proveArchive(root, version, display.name)
      process.exitCode = 0
      say('all of it works')
    } finally {
      await root.close()
    }
  } finally {
    display.stop()
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * @param {import('./package/cleanRoot.mjs').CleanRoot} root
 * @param {string} version
 * @param {string} display
 */
async function proveDeb(root, version, display) {
  const name = await artefact('.deb')
  await cp(join(project, 'dist', name), join(root.folder, 'tmp', name))
  // What it depends on comes first: what is left after it was removed is then its own.
  const { output: depends } = await run('dpkg-deb', '--field', join(project, 'dist', name), 'Depends')
  await root.satisfy(depends.trim())
  const before = await root.files()
  await root.run('dpkg', '--install', `/tmp/${name}`)
  say(`${name} is installed with dpkg`)
  const program = '/usr/bin/mqtt-offline-inspector'
  await proveCommands(root.place('root', program), version)
  say('its commands answer root')
  await proveCommands(root.place('user', program), version)
  say('its commands answer a normal user')
  await proveWindow(root.place('user', program, display), join(project, 'test-results', 'package-deb.png'))
  say('its window saves, delivers and deletes')
  await root.run('dpkg', '--purge', 'mqtt-offline-inspector')
  const after = await root.files()
  assert.deepEqual(
    after.filter((file) => !before.includes(file)),
    [],
    'something is left'
  )
  say("it is removed, and nothing is left but the user's data")
}

/**
 * @param {import('./package/cleanRoot.mjs').CleanRoot} root
 * @param {string} version
 * @param {string} display
 */
async function proveArchive(root, version, display) {
  const name = await artefact('.tar.gz')
  await root.emptyHome()
  const folder = join(root.folder, 'home', 'user')
  await run('tar', '-xzf', join(project, 'dist', name), '-C', folder)
  const [unpacked] = (await readdir(folder)).filter((each) => each.startsWith('mqtt-offline-inspector'))
  const program = join('/home/user', unpacked ?? '', 'mqtt-offline-inspector')
  assert.ok(existsSync(join(root.folder, program)), `no program in ${name}`)
  // In a chroot the kernel gives nobody a user namespace, so Chromium's sandbox needs what docs/packaging.md says.
  const sandbox = join(folder, unpacked ?? '', 'chrome-sandbox')
  await run('chown', 'root:root', sandbox)
  await run('chmod', '4755', sandbox)
  await proveCommands(root.place('user', program), version)
  say(`${name} is unpacked, and its commands answer a normal user`)
  await proveWindow(root.place('user', program, display), join(project, 'test-results', 'package-tar.png'))
  say('its window saves, delivers and deletes')
}

/**
 * The newest of a kind.
 * @param {string} ending
 */
async function artefact(ending) {
  await mkdir(join(project, 'test-results'), { recursive: true })
  const names = (await readdir(join(project, 'dist')).catch(() => [])).filter((name) => name.endsWith(ending))
  const [name] = names
  assert.ok(name !== undefined, `there is no ${ending} in dist/: npm run package:linux makes it`)
  return name
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function run(command, ...args) {
  const result = await runQuietly(command, args)
  assert.equal(result.code, 0, `${command} ${args.join(' ')}: ${result.output}`)
  return result
}
