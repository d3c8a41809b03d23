import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { sandboxArguments } from '../../scripts/electron/runtime.mjs'
import { proveCommands, proveWindow } from '../../scripts/package/proof.mjs'
import { runQuietly } from '../../scripts/project.mjs'

/** The states of a fuse, as they stand in the program. */
const [off, on] = [48, 49]

/** The program as it is packed, before it is put into installers; `npm run test:package` goes on from there. */

const project = resolve(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string }
const unpacked = join(project, 'dist', 'linux-unpacked')

test.describe.serial('the packed program', () => {
  test.skip(process.platform !== 'linux', 'it is packed for the system that the tests run on, and proven on Linux')

  test('is made', async () => {
    const { code, output } = await runQuietly(process.execPath, [join(project, 'scripts/package.mjs'), 'linux', 'dir'])
    expect(code, output).toBe(0)
  })

  test('runs nothing but its own archive', async () => {
    const { version: wireVersion, ...fuses } = await getCurrentFuseWire(join(unpacked, 'mqtt-offline-inspector-bin'))
    expect(wireVersion).toBe('1')
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off
    })
  })

  test('carries what it runs, and nothing else', () => {
    const files = listPackage(join(unpacked, 'resources', 'app.asar'), { isPack: false })
    for (const needed of [
      '/out/main/index.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/node_modules/@electric-sql/pglite/dist/pglite.data'
    ]) {
      expect(files).toContain(needed)
    }
    expect(files.filter((file) => /\.(map|ts|md)$|^\/(src|test|docs|scripts)\//.test(file))).toEqual([])
    expect(files.filter((file) => /^\/node_modules\/(typescript|@types|electron|vite|react)\//.test(file))).toEqual([])
  })

  test('answers in a terminal, and plays the cycle in its window', async () => {
    test.slow()
    const folder = await mkdtemp(join(tmpdir(), 'packed-'))
    // The commands have no display to open a window on.
    const environment = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined }
    const place = {
      command: [join(unpacked, 'mqtt-offline-inspector')],
      folder,
      inside: folder,
      owner: process.getuid?.() ?? 0,
      environment
    }
    try {
      await proveCommands(place, version)
      const command = [...place.command, ...sandboxArguments()]
      await proveWindow({ ...place, command, environment: process.env })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
