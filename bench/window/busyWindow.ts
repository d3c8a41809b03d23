import type { Page } from '@playwright/test'
import type { Snapshot } from '../../src/shared/contract.js'
import { type Resource, subscriberSchema } from '../../src/shared/workspace.js'
import { App } from './app.js'
import { makeHome, quietWorkspace, ruleFor, type Size } from './home.js'
import type { Runtime } from './windows.js'

/** What four publishers send while the window is watched: 10,000 messages a second. */
export const passing = {
  topic: 't',
  bytes: 64,
  qos: 1,
  publishers: 4,
  inflight: 1024,
  perSecond: 10_000
} as const

/** What has passed since the app was started. */
export interface Passed {
  readonly saved: number
  readonly received: number
  readonly deleted: number
}

/** The window with everything that lives in view: timeline, table, charts, and a subscriber that gets all messages. */
export class BusyWindow {
  private constructor(
    readonly app: App,
    readonly port: number
  ) {}

  get page(): Page {
    return this.app.page
  }

  /** Resolves to a reason where the screen has no room for it. */
  static async open(
    runtime: Runtime,
    resource: Resource,
    size: Size
  ): Promise<BusyWindow | { readonly reason: string }> {
    const subscriber = subscriberSchema.parse({ id: 'all', clientId: 'all', topic: 't/#', qos: 1 })
    const workspace = quietWorkspace({ resources: [resource], rules: [ruleFor([resource])], subscribers: [subscriber] })
    const app = await App.open(runtime, runtime.project, await makeHome(workspace, size))
    const { page } = app
    const store = page.getByRole('article', { name: new RegExp(` ${resource.id}$`) })
    await store.getByText('available', { exact: true }).waitFor({ timeout: 60_000 })
    const { width, height } = await page.evaluate<Size>('({ width: outerWidth, height: outerHeight })')
    if (width < size.width || height < size.height) {
      await app.close()
      return { reason: `the screen lets a window be ${String(width)} × ${String(height)}` }
    }
    await store.getByRole('button', { name: /^Charts/ }).click()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('button', { name: 'Disconnect', exact: true }).waitFor()
    const { broker } = await snapshot(page)
    return new BusyWindow(app, broker.listeners.find(({ name }) => name === 'tcp')?.port ?? 0)
  }

  async passed(): Promise<Passed> {
    const { resources, subscribers } = await snapshot(this.page)
    const { saved = 0, deleted = 0 } = resources[0]?.counts ?? {}
    return { saved, deleted, received: subscribers[0]?.received ?? 0 }
  }
}

async function snapshot(page: Page): Promise<Snapshot> {
  const { value } = await page.evaluate<{ readonly value: Snapshot }>("inspector.call('snapshot')")
  return value
}
