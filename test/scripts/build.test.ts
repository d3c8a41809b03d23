import { mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alone, fingerprint } from '../../scripts/build.mjs'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('whether a build is stale', () => {
  const sources = ['src', 'package.json', 'not-there.json']
  let before = ''

  beforeEach(async () => {
    await mkdir(join(folder, 'src', 'deep'), { recursive: true })
    await writeFile(join(folder, 'src', 'deep', 'a.ts'), 'a')
    await writeFile(join(folder, 'package.json'), '{}')
    before = await fingerprint(folder, sources)
  })

  it('is not when nothing changed', async () => {
    await writeFile(join(folder, 'README.md'), 'not a source')
    expect(await fingerprint(folder, sources)).toBe(before)
  })

  it.each([
    ['a file was changed', () => writeFile(join(folder, 'src', 'deep', 'a.ts'), 'ab')],
    ['a file has an older time, as after a checkout', () => utimes(join(folder, 'package.json'), 1, 1)],
    ['a file was added', () => writeFile(join(folder, 'src', 'b.ts'), '')],
    ['a file was removed', () => rm(join(folder, 'src', 'deep', 'a.ts'))],
    ['a file was renamed', () => rename(join(folder, 'src', 'deep', 'a.ts'), join(folder, 'src', 'deep', 'b.ts'))],
    ['a missing source appeared', () => writeFile(join(folder, 'not-there.json'), '')]
  ])('is when %s', async (_, change) => {
    await change()
    expect(await fingerprint(folder, sources)).not.toBe(before)
  })
})

describe('building alone', () => {
  it('lets one after the other in', async () => {
    const lock = join(folder, 'out', 'lock')
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      inside++
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 20))
      inside--
    }
    await Promise.all([alone(lock, work), alone(lock, work), alone(lock, work)])
    expect(most).toBe(1)
  })

  it('lets the next in when the work fails', async () => {
    const lock = join(folder, 'lock')
    await expect(alone(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await alone(lock, () => Promise.resolve('fine'))).toBe('fine')
  })

  it('does not wait for a process that has died', async () => {
    const lock = join(folder, 'lock')
    // No process has this id: it is above every system's highest.
    await writeFile(lock, '99999999')
    expect(await alone(lock, () => readFile(lock, 'utf8'))).toBe(String(process.pid))
  })
})
