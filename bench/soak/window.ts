import { parseArgs } from 'node:util'
import { shareOf, thirdsOf } from '../figure.js'
import { Child } from '../processes/child.js'
import type { LoadCalls } from '../processes/load.js'
import { numberText } from '../report.js'
import { Servers } from '../servers.js'
import { busyStore } from '../window/busyStore.js'
import { BusyWindow, passing } from '../window/busyWindow.js'
import type { Size } from '../window/home.js'
import { pressAndClick } from '../window/person.js'
import { beginWatch, endWatch } from '../window/watch.js'
import { type Scripts, Windows } from '../window/windows.js'
import { keep } from './keep.js'

/** One minute of the window. */
interface Sample {
  readonly minute: number
  /** Messages a second. */
  readonly saved: number
  readonly framesPerSecond: number
  /** 95 % of the inputs were shown within it, ms. */
  readonly delay: number
  /** Bytes: of all processes, and what is left of the page's heap after a collection. */
  readonly memory: number
  readonly heap: number
  /** Elements, texts and comments that the page keeps, seen or not. */
  readonly nodes: number
}

/**
 * Lets messages pass through the window for a long time while a person's part is played in it, and keeps a record in
 * `bench/results/soak-window.md`. Resolves to whether it could be done.
 */
export async function run(args: readonly string[], scripts: Scripts): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: 'string', default: '60' }, size: { type: 'string', default: '1280x800' } }
  })
  const size = sizeOf(values.size)
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const servers = new Servers()
  const windows = new Windows(scripts)
  const load = Child.start<LoadCalls>('load')
  try {
    const place = await busyStore(servers)
    const runtime = await windows.runtime()
    const window =
      'reason' in place ? place : 'reason' in runtime ? runtime : await BusyWindow.open(runtime, place.resource, size)
    if ('reason' in window) {
      say(window.reason)
      return false
    }
    await load.call('beginEvenly', { ...passing, port: window.port })
    const samples: Sample[] = []
    say(head)
    for (let minute = 1; minute <= Number(values.minutes); minute += 1) {
      const sample = { minute, ...(await minuteOf(window)) }
      samples.push(sample)
      say(lineOf(sample))
    }
    await load.call('endEvenly', undefined)
    await window.app.close()
    const summary = summaryOf(samples)
    say(summary)
    await keep(scripts.project, 'soak-window', [head, ...samples.map(lineOf), '', summary, ''])
    return true
  } finally {
    await load.end()
    windows.stop()
    await servers.stop()
  }
}

/** Of `1280x800`; throws where it is nothing of the kind. */
function sizeOf(text: string): Size {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? []
  if (width === undefined || height === undefined) throw new Error(`--size ${text}: not like 1280x800`)
  return { width: Number(width), height: Number(height) }
}

async function minuteOf(window: BusyWindow): Promise<Omit<Sample, 'minute'>> {
  const { app, page } = window
  const began = performance.now()
  const before = await window.passed()
  await page.evaluate(beginWatch)
  await pressAndClick(page, 55_000)
  const { frames, seconds, delays } = await page.evaluate(endWatch)
  const after = await window.passed()
  const time = (performance.now() - began) / 1000
  const { memory } = await app.usage()
  const session = await app.app.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return {
    saved: (after.saved - before.saved) / time,
    framesPerSecond: frames / seconds,
    delay: shareOf(delays, 0.95),
    memory,
    heap: usedSize,
    nodes
  }
}

const head = [
  '| minute | saved/s | frames/s | input delay, 95 %, ms | memory of all processes, MB | heap of the page, MB | nodes |',
  '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
].join('\n')

function lineOf({ minute, saved, framesPerSecond, delay, memory, heap, nodes }: Sample): string {
  const cells = [
    String(minute),
    numberText(saved),
    framesPerSecond.toFixed(1),
    delay.toFixed(0),
    (memory / 1e6).toFixed(0),
    (heap / 1e6).toFixed(1),
    numberText(nodes)
  ]
  return `| ${cells.join(' | ')} |`
}

/** The first and the last third side by side: what grows with time grows between them. */
function summaryOf(samples: readonly Sample[]): string {
  const both = (valueOf: (sample: Sample) => number): string => {
    const { first, last } = thirdsOf(samples.map(valueOf))
    return `${first.toFixed(1)} → ${last.toFixed(1)}`
  }
  return [
    'First third → last third, medians:',
    `memory ${both(({ memory }) => memory / 1e6)} MB,`,
    `heap of the page ${both(({ heap }) => heap / 1e6)} MB,`,
    `nodes ${both(({ nodes }) => nodes)}.`
  ].join(' ')
}
