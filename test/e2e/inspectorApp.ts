import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { sandboxArguments } from '../../scripts/electron/runtime.mjs'
import { defaultWorkspace } from '../../src/engine/workspace/defaultWorkspace.js'
import type { Workspace } from '../../src/shared/workspace.js'

const project = resolve(import.meta.dirname, '../..')

/** The app in its own window, with a home of its own. */
export interface Inspector {
  readonly app: ElectronApplication
  readonly page: Page
  /** What the page wrote to its console as an error: a refused style, a crash in a component. */
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

/** What a first start has, on ports that nobody else uses. */
export function freshWorkspace(change: Partial<Workspace> = {}): Workspace {
  const listeners = { tcp: { host: '127.0.0.1', port: 0 }, ws: { host: '127.0.0.1', port: 0, path: '/mqtt' } }
  return { ...defaultWorkspace(), listeners, ...change }
}

export function makeHome(workspace: Workspace = freshWorkspace()): string {
  const home = mkdtempSync(join(tmpdir(), 'inspector-window-'))
  mkdirSync(join(home, 'workspace'))
  writeFileSync(join(home, 'workspace', 'workspace.json'), JSON.stringify(workspace))
  return home
}

/**
 * Without a D-Bus about one start in some hundreds ends in Chromium's own Bluetooth thread, which reads the environment
 * while the main thread changes it, before any code of ours: it is made once more.
 */
async function launch(args: readonly string[]): Promise<ElectronApplication> {
  const options = {
    executablePath: process.env['ELECTRON_EXEC_PATH'] ?? '',
    args: [...sandboxArguments(), '--disable-gpu', '--lang=en-US', ...args]
  }
  try {
    return await _electron.launch(options)
  } catch (error) {
    if (!String(error).includes('signal=SIGSEGV')) throw error
    return _electron.launch(options)
  }
}

/** @param files What it is told to open, as by a double click. */
export async function openInspector(home: string, files: readonly string[] = []): Promise<Inspector> {
  const app = await launch([`--user-data-dir=${home}`, project, ...files])
  const page = await app.firstWindow()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return { app, page, faults, close: () => app.close() }
}

interface Fixtures {
  /** The folder in which the app keeps everything; gone after the test. */
  readonly home: string
  readonly inspector: Inspector
}

/** A test with an app that shows its first page and stands still: the built-in PostgreSQL is up. */
export const test = base.extend<Fixtures, { readonly firstHome: string }>({
  // The first start makes the built-in database, which takes seconds: it is done once, and copied for each test.
  firstHome: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameters' names
    async ({}, use) => {
      const home = makeHome()
      const { page, close } = await openInspector(home)
      await ready(page)
      await close()
      await use(home)
      await rm(home, { recursive: true, force: true })
    },
    { scope: 'worker' }
  ],
  home: async ({ firstHome }, use) => {
    const home = mkdtempSync(join(tmpdir(), 'inspector-window-'))
    await cp(join(firstHome, 'workspace'), join(home, 'workspace'), { recursive: true })
    await use(home)
    await rm(home, { recursive: true, force: true })
  },
  inspector: async ({ home }, use) => {
    const inspector = await openInspector(home)
    await ready(inspector.page)
    await use(inspector)
    await inspector.close()
    expect(inspector.faults).toEqual([])
  }
})

/** Waits until the first page is there and the store has been looked into. The first initdb takes its time. */
export async function ready(page: Page): Promise<void> {
  await expect(page.getByText('Nothing is waiting')).toBeVisible({ timeout: 60_000 })
}

/** Those that the documents show, made by the tests that are tagged `@picture`. */
const documented: ReadonlySet<string> = new Set(['selected.png', 'broker-fault.png', 'cycle-zh.png', 'cycle.gif'])

/** Keeps a picture with the test's results, and some for the documents with `npm run pictures`. */
export async function picture(page: Page, name: string): Promise<void> {
  // No tooltip in the picture.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: pictureFile(`${name}.png`), animations: 'disabled' })
}

export function pictureFile(name: string): string {
  const isKept = process.env['KEEP_PICTURES'] === '1' && documented.has(name)
  return join(project, isKept ? 'docs/pictures' : 'test-results/pictures', name)
}
