import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { backendNames } from '../../src/shared/resourceTypes.js'
import type { Resource } from '../../src/shared/workspace.js'
import type { Measurement } from '../context.js'
import { figureOf } from '../figure.js'
import { App, emptyApp, sharesOf } from '../window/app.js'
import { makeHome, quietWorkspace, ruleFor } from '../window/home.js'

/** Until nothing is left of the start, and the stores, which do not change, are looked at ever less often, ms. */
const rest = 35_000

/** Row 11: what the app does while nothing happens. */
export const idle: Measurement = {
  rows: [11],
  async run({ options, servers, windows, say, report }) {
    const runtime = await windows.runtime()
    if ('reason' in runtime) {
      report({ row: 11, name: 'CPU of all processes while nothing happens', reason: runtime.reason })
      return
    }
    const resources: Resource[] = []
    for (const backend of backendNames) {
      const place = await servers.place(backend)
      if ('reason' in place) report({ row: 11, name: `CPU while ${backend} is watched`, reason: place.reason })
      else resources.push({ ...place.resource, id: backend })
    }
    const name = `CPU of all processes while nothing happens, ${resources.map(({ id }) => id).join(', ')} watched`
    say(name)
    const time = options.quick ? 10_000 : 30_000
    const rounds = Math.min(2, options.rounds)
    const measure = async (app: App): Promise<Readonly<Record<string, number>>[]> => {
      await delay(rest)
      const shares: Readonly<Record<string, number>>[] = []
      for (let round = 0; round < rounds; round += 1) {
        const before = await app.usage()
        const began = performance.now()
        await delay(time)
        shares.push(sharesOf(before, await app.usage(), performance.now() - began))
      }
      await app.close()
      return shares
    }
    const workspace = quietWorkspace({ resources, rules: [ruleFor(resources)] })
    const app = await App.open(runtime, runtime.project, await makeHome(workspace))
    for (const { id } of resources) {
      const store = app.page.getByRole('article', { name: new RegExp(` ${id}$`) })
      await store.getByText('available', { exact: true }).waitFor({ timeout: 60_000 })
    }
    const ours = await measure(app)
    const empty = await App.open(runtime, emptyApp(runtime), await mkdtemp(join(tmpdir(), 'inspector-bench-')))
    const peer = await measure(empty)
    report(
      figureOf({
        row: 11,
        name,
        unit: '% of one core',
        peerName: 'an empty Electron window',
        aim: { most: 2, of: 'ours' },
        rounds: ours.map((shares, round) => ({ ours: sumOf(shares), peer: sumOf(peer[round] ?? {}) })),
        details: Object.fromEntries(Object.entries(ours[0] ?? {}).map(([kind, share]) => [`${kind}, %`, share]))
      })
    )
  }
}

function sumOf(shares: Readonly<Record<string, number>>): number {
  return Object.values(shares).reduce((sum, share) => sum + share, 0)
}
