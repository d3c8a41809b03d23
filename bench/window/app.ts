import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { Runtime } from './windows.js'

/** The window that is nothing but a window. */
export const emptyApp = (runtime: Runtime): string => join(runtime.project, 'bench', 'electron', 'empty.mjs')

/** Of all processes of an app. */
export interface Usage {
  /** CPU time by kind of process, s. */
  readonly cpu: Readonly<Record<string, number>>
  /** Bytes in all; what processes share counts for each. */
  readonly memory: number
}

/** Percent of one core by kind of process, between two looks that lie so many ms apart. */
export function sharesOf(before: Usage, after: Usage, time: number): Readonly<Record<string, number>> {
  const shares = Object.entries(after.cpu).map(([name, cpu]) => [
    name,
    ((cpu - (before.cpu[name] ?? 0)) / time) * 100_000
  ])
  return Object.fromEntries(shares) as Record<string, number>
}

/** An app in its window, driven by Playwright. */
export class App {
  private constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
    private readonly home: string
  ) {}

  /** @param target What Electron runs: the project, or the empty window. `home` is removed at the end. */
  static async open(runtime: Runtime, target: string, home: string): Promise<App> {
    const app = await _electron.launch({
      executablePath: runtime.program,
      args: [...runtime.args, `--user-data-dir=${home}`, target],
      env: { ...runtime.env }
    })
    return new App(app, await app.firstWindow(), home)
  }

  async usage(): Promise<Usage> {
    const processes = await this.app.evaluate(({ app }) => app.getAppMetrics())
    const cpu: Record<string, number> = {}
    for (const { type, name = type, cpu: used } of processes) {
      cpu[name] = (cpu[name] ?? 0) + (used.cumulativeCPUUsage ?? Number.NaN)
    }
    return { cpu, memory: processes.reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0) }
  }

  async close(): Promise<void> {
    await this.app.close()
    await rm(this.home, { recursive: true, force: true })
  }
}
