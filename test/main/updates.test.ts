import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readBuild } from '../../src/main/build.js'
import type { Updater } from '../../src/main/updater.js'
import { Updates } from '../../src/main/updates.js'
import { updateWay } from '../../src/main/updateWay.js'
import { isTrustedAddress, type UpdateView, updateSettingsSchema } from '../../src/shared/updates.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'updates-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

class FakeUpdater implements Updater {
  found: { version: string; notes: string } | undefined = { version: '9.9.9', notes: 'Better.' }
  fault: Error | undefined
  readonly done: string[] = []

  check: Updater['check'] = () => {
    this.done.push('check')
    return this.fault === undefined ? Promise.resolve(this.found) : Promise.reject(this.fault)
  }

  download: Updater['download'] = (onPercent) => {
    onPercent(50)
    this.done.push('download')
    return this.fault === undefined ? Promise.resolve() : Promise.reject(this.fault)
  }

  install() {
    this.done.push('install')
  }
}

function make(change: { feed?: string | undefined; way?: UpdateView['way'] } = {}) {
  const updater = new FakeUpdater()
  const steps: string[] = []
  const opened: string[] = []
  const updates = new Updates({
    file: join(folder, 'updates.json'),
    feed: 'feed' in change ? change.feed : 'https://example.org/feed',
    page: 'https://example.org/page',
    way: change.way ?? 'install',
    open: (feed) => {
      opened.push(feed)
      return Promise.resolve(updater)
    },
    openPage: (page) => {
      opened.push(page)
      return Promise.resolve()
    },
    beforeInstall: () => {
      updater.done.push('stopped')
      return Promise.resolve()
    },
    onChange: ({ state }) => steps.push(state.step)
  })
  return { updater, updates, steps, opened }
}

describe('updates', () => {
  it('are as they were when a look or a download is cancelled, and what comes of it later is not heard', async () => {
    const { updater, updates } = make()
    let answer: (found: undefined) => void = () => undefined
    updater.check = () => new Promise((resolve) => (answer = resolve))
    const looked = updates.check()
    await expect.poll(() => updates.view().state.step).toBe('checking')
    expect(updates.cancel().state.step).toBe('idle')
    answer(undefined)
    expect((await looked).state.step).toBe('idle')
    expect(updates.cancel().state.step).toBe('idle')

    updater.check = () => Promise.resolve({ version: '9.9.9', notes: 'Better.' })
    await updates.check()
    updater.download = (onPercent, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          onPercent(60)
          reject(new Error('net::ERR_ABORTED'))
        })
      })
    const downloaded = updates.download()
    expect(updates.view().state.step).toBe('downloading')
    expect(updates.cancel().state).toEqual({ step: 'available', version: '9.9.9', notes: 'Better.' })
    expect((await downloaded).state.step).toBe('available')
  })

  it('go one step at a time, each only when it is asked for', async () => {
    const { updater, updates, steps } = make()
    expect((await updates.download()).state.step).toBe('idle')
    expect((await updates.check()).state).toEqual({ step: 'available', version: '9.9.9', notes: 'Better.' })
    await updates.install()
    expect(updater.done).toEqual(['check'])
    expect((await updates.download()).state.step).toBe('ready')
    expect(updater.done).toEqual(['check', 'download'])
    await updates.install()
    expect(updater.done).toEqual(['check', 'download', 'stopped', 'install'])
    expect(steps).toEqual(['checking', 'available', 'downloading', 'downloading', 'ready'])
  })

  it('say when there is nothing newer, and why it failed', async () => {
    const { updater, updates } = make()
    updater.found = undefined
    expect((await updates.check()).state.step).toBe('current')
    updater.fault = new Error('net::ERR_CERT_AUTHORITY_INVALID')
    expect((await updates.check()).state).toMatchObject({
      step: 'failed',
      error: { code: 'update_failed', detail: 'net::ERR_CERT_AUTHORITY_INVALID' }
    })
  })

  it('only show the page where the program cannot replace itself', async () => {
    const { updater, updates, opened } = make({ way: 'page' })
    await updates.check()
    expect((await updates.download()).state.step).toBe('available')
    await updates.openPage()
    expect(updater.done).toEqual(['check'])
    expect(opened).toEqual(['https://example.org/feed', 'https://example.org/page'])
  })

  it("look at a person's own feed instead, and keep it", async () => {
    const { updates, opened } = make()
    await updates.configure({ automatic: true, feed: 'https://mirror.example/' })
    await updates.check()
    expect(opened).toEqual(['https://mirror.example/'])
    expect(make().updates.view()).toMatchObject({ feed: 'https://mirror.example/', settings: { automatic: true } })
  })

  it('look by themselves once a day, unless they were told not to', async () => {
    vi.useFakeTimers()
    const { updater, updates } = make()
    updater.found = undefined
    updates.start()
    await vi.advanceTimersByTimeAsync(11_000)
    expect(updater.done).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(updater.done).toHaveLength(2)
    vi.useRealTimers()
    await updates.configure({ automatic: false, feed: '' })
    vi.useFakeTimers()
    updates.start()
    await vi.advanceTimersByTimeAsync(48 * 3_600_000)
    expect(updater.done).toHaveLength(2)
    updates.stop()
  })

  it('look nowhere when nobody has said where', async () => {
    vi.useFakeTimers()
    const { updater, updates } = make({ feed: undefined })
    updates.start()
    await vi.advanceTimersByTimeAsync(48 * 3_600_000)
    updates.stop()
    expect(updater.done).toEqual([])
    await expect(updates.check()).rejects.toMatchObject({ code: 'update_feed_missing' })
  })

  it('start anew from a file that cannot be read', async () => {
    await writeFile(join(folder, 'updates.json'), '{ "feed": "http://example.org" }')
    expect(make().updates.view().settings).toEqual({ automatic: true, feed: '' })
    await make().updates.configure({ automatic: false, feed: '' })
    expect(JSON.parse(await readFile(join(folder, 'updates.json'), 'utf8'))).toEqual({ automatic: false, feed: '' })
  })
})

it('only https is trusted, and this very machine', () => {
  for (const good of ['https://example.org/a', 'http://127.0.0.1:8080/', 'http://localhost', 'http://[::1]:1/']) {
    expect(isTrustedAddress(good), good).toBe(true)
  }
  for (const bad of ['http://example.org', 'http://127.0.0.1.example.org', 'file:///etc', 'ftp://127.0.0.1', 'x', '']) {
    expect(isTrustedAddress(bad), bad).toBe(false)
  }
  expect(updateSettingsSchema.safeParse({ automatic: true, feed: 'http://example.org' }).success).toBe(false)
})

it('an installation replaces itself only where nobody else has charge of it', () => {
  const build = { build: 'release' as const, signed: false }
  const way = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, change = {}) =>
    updateWay({ platform, environment, build: { ...build, ...change } })
  expect(way('linux', { APPIMAGE: '/a.AppImage' })).toBe('install')
  expect(way('linux', {})).toBe('page')
  expect(way('win32', {})).toBe('install')
  expect(way('win32', { PORTABLE_EXECUTABLE_FILE: 'C:\\a.exe' })).toBe('page')
  expect(way('darwin', {})).toBe('page')
  expect(way('darwin', {}, { signed: true })).toBe('install')
  expect(way('linux', { APPIMAGE: '/a.AppImage' }, { build: 'source' })).toBe('page')
})

it('a package says of itself what it is; the sources say nothing', async () => {
  const write = (content: unknown) => writeFile(join(folder, 'package.json'), JSON.stringify(content))
  await write({ name: 'a' })
  expect(readBuild(folder)).toEqual({ build: 'source', signed: false })
  await write({ inspector: { build: 'release', feed: 'https://example.org/' } })
  expect(readBuild(folder)).toEqual({ build: 'release', signed: false, feed: 'https://example.org/' })
  await write({ inspector: { build: 'release', feed: 'http://example.org/' } })
  expect(() => readBuild(folder)).toThrow()
})
