import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installPackages, missingPackages, systemFamily } from '../../src/engine/servers/apt.mjs'
import { cacheFolder, scratchFolder } from '../../src/engine/servers/cacheFolder.mjs'

const isDebian = systemFamily() === 'debian'

describe.skipIf(!isDebian)('packages of Debian', () => {
  it('are missing when they are not installed under any of their names', async () => {
    expect(await missingPackages(['dpkg', 'no-such-package', 'no-such-package|libc6'])).toEqual(['no-such-package'])
  })

  it('are left alone when all are there', async () => {
    // As any user: it would need root to do anything.
    await expect(installPackages(['dpkg', 'libc6'])).resolves.toBeUndefined()
  })
})

describe('the cache folder', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cache-'))
    vi.stubEnv('XDG_CACHE_HOME', folder)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  it('is where the user wants it', () => {
    expect(dirname(cacheFolder())).toBe(folder)
  })

  it('is cleared of what was cut off long ago, and of nothing else', async () => {
    const [old, recent] = [await scratchFolder(), await scratchFolder()]
    const kept = join(cacheFolder(), 'cassandra')
    await mkdir(kept)
    const longAgo = Date.now() / 1000 - 48 * 3600
    await utimes(old, longAgo, longAgo)
    await utimes(kept, longAgo, longAgo)
    expect(existsSync(await scratchFolder())).toBe(true)
    expect([old, recent, kept].map((path) => existsSync(path))).toEqual([false, true, true])
  })
})
