import { setTimeout as delay } from 'node:timers/promises'
import type { Resource } from '../../src/shared/workspace.js'
import type { Context, Measurement } from '../context.js'
import { figureOf, type FigureParts, median, shareOf, thirdsOf } from '../figure.js'
import { Child } from '../processes/child.js'
import type { LoadCalls } from '../processes/load.js'
import { profileFile, writeProfile } from '../profile.js'
import { type App, sharesOf } from '../window/app.js'
import { busyStore } from '../window/busyStore.js'
import { BusyWindow, passing } from '../window/busyWindow.js'
import type { Size } from '../window/home.js'
import { pressAndClick } from '../window/person.js'
import { beginWatch, endWatch, type Watched } from '../window/watch.js'

const what = 'frames a second, input delay'
const sizes: readonly Size[] = [
  { width: 1280, height: 800 },
  { width: 3840, height: 2160 }
]
/** Until what began runs evenly, and until what ended is done, ms. */
const settling = 5000
const sampleEvery = 1000

/** Row 9: what a person sees and feels of the window while messages pass. */
export const frames: Measurement = {
  rows: [9],
  async run(context) {
    const { servers, report } = context
    const place = await busyStore(servers)
    if ('reason' in place) {
      report({ row: 9, name: what, reason: place.reason })
      return
    }
    const load = Child.start<LoadCalls>('load')
    try {
      for (const size of sizes) await measureAt(size, place.resource, load, context)
    } finally {
      await load.end()
    }
  }
}

async function measureAt(
  size: Size,
  resource: Resource,
  load: Child<LoadCalls>,
  { options, windows, say, report }: Context
): Promise<void> {
  const at = `${String(size.width)} × ${String(size.height)}`
  const runtime = await windows.runtime()
  const window = 'reason' in runtime ? runtime : await BusyWindow.open(runtime, resource, size)
  if ('reason' in window) {
    report({ row: 9, name: `${what}, ${at}`, reason: window.reason })
    return
  }
  const { app, port } = window
  const time = options.quick ? 15_000 : 60_000
  try {
    say(`${what}, ${at}`)
    const begin = async (): Promise<void> => {
      await load.call('beginEvenly', { ...passing, port })
      await delay(settling)
    }
    // Both times there is as much in the window.
    await begin()
    await load.call('endEvenly', undefined)
    await delay(settling)
    const quiet = await watchedFor(app, time / 2)

    await begin()
    const before = { passed: await window.passed(), usage: await app.usage(), at: performance.now() }
    const busy = await watchedFor(app, time)
    const after = { passed: await window.passed(), usage: await app.usage(), at: performance.now() }
    const rateOf = (count: keyof typeof after.passed): number =>
      ((after.passed[count] - before.passed[count]) / (after.at - before.at)) * 1000
    const saved = Math.round(rateOf('saved')).toLocaleString('en')
    const shares = Object.entries(sharesOf(before.usage, after.usage, after.at - before.at))
    const details = {
      'saved a second': rateOf('saved'),
      'delivered a second': rateOf('received'),
      'deleted a second': rateOf('deleted'),
      ...Object.fromEntries(shares.map(([kind, share]) => [`${kind}, % of one core`, share]))
    }
    if (options.profile !== undefined) await profile(window, await profileFile(options.profile, `window ${at}`))
    await load.call('endEvenly', undefined)

    const parts: Omit<FigureParts, 'name' | 'unit' | 'rounds'> = { row: 9, peerName: 'the same, nothing passing' }
    const framesOf = ({ frames: count, seconds }: Watched): number => count / seconds
    report(
      figureOf({
        ...parts,
        name: `frames at ${at}, ${saved} messages/s passing`,
        unit: 'frames/s',
        aim: { least: 55, of: 'ours' },
        rounds: [{ ours: framesOf(busy), peer: framesOf(quiet) }],
        details: { ...details, 'longest without a frame, ms': busy.longest }
      }),
      figureOf({
        ...parts,
        name: `input delay at ${at}, 95 %, ${saved} messages/s passing`,
        unit: 'ms',
        aim: { most: 50, of: 'ours' },
        rounds: [{ ours: shareOf(busy.delays, 0.95), peer: shareOf(quiet.delays, 0.95) }],
        details: {
          ...details,
          inputs: busy.delays.length,
          median: median(busy.delays),
          longest: shareOf(busy.delays, 1)
        }
      }),
      figureOf({
        ...parts,
        name: `memory of all processes at ${at}, last third of ${String(time / 1000)} s`,
        unit: 'MiB',
        peerName: 'first third',
        aim: { most: 1.1 },
        rounds: [growthOf(busy.memory)],
        details: { 'MiB, second by second': busy.memory.map((each) => Math.round(each)).join(' ') }
      })
    )
  } finally {
    await app.close()
  }
}

/** What the page tells, and the memory of all processes, MiB. */
async function watchedFor(app: App, time: number): Promise<Watched & { readonly memory: readonly number[] }> {
  const { page } = app
  const memory: number[] = []
  await page.evaluate(beginWatch)
  const samples = setInterval(() => {
    void app.usage().then((usage) => memory.push(usage.memory / 1024 ** 2))
  }, sampleEvery)
  await pressAndClick(page, time)
  clearInterval(samples)
  return { ...(await page.evaluate(endWatch)), memory }
}

function growthOf(memory: readonly number[]): { readonly ours: number; readonly peer: number } {
  const { first, last } = thirdsOf(memory)
  return { ours: last, peer: first }
}

/** What the page's thread is busy with, and a picture. */
async function profile({ app, page }: BusyWindow, file: string): Promise<void> {
  await page.screenshot({ path: `${file}.png` })
  const session = await app.app.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  await pressAndClick(page, settling)
  const { profile: made } = await session.send('Profiler.stop')
  await writeProfile(file, made)
  await session.detach()
}
