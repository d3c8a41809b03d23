import type uPlot from 'uplot'
import { clockTime } from '../parts/format.js'
import type { Sample } from './ratesStore.js'

interface ChartLine {
  readonly name: 'received' | 'saved' | 'fetched' | 'deleted' | 'sent' | 'waiting'
  /** The role of its colour: that of the step it counts. */
  readonly color: `--step-${string}`
  readonly dash?: number[]
  readonly of: (sample: Sample, resourceId: string) => number
}

/** The way of a message, from the broker through the store to the subscribers; last what waits. */
export const chartLines: readonly ChartLine[] = [
  { name: 'received', color: '--step-published', of: ({ received }) => received },
  { name: 'saved', color: '--step-saved', of: ({ stores }, id) => stores[id]?.saved ?? 0 },
  { name: 'fetched', color: '--step-delivered', of: ({ stores }, id) => stores[id]?.fetched ?? 0 },
  { name: 'sent', color: '--step-acked', of: ({ sent }) => sent },
  { name: 'deleted', color: '--step-deleted', of: ({ stores }, id) => stores[id]?.deleted ?? 0 },
  { name: 'waiting', color: '--step-failed', dash: [4, 3], of: ({ stores }, id) => stores[id]?.waiting ?? 0 }
]

/** How much time a chart shows, s. */
const shown = 300

/** Reads the page's colours. */
export function roleOf(element: HTMLElement): (name: string) => string {
  const style = getComputedStyle(element)
  return (name) => style.getPropertyValue(name)
}

export function axisOf(role: (name: string) => string): uPlot.Axis {
  return { stroke: role('--ink-dim'), grid: { stroke: role('--line'), width: 1 }, ticks: { show: false } }
}

export const timeScale: uPlot.Scale = { range: (_plot, _first, last) => [last - shown, last] }

export function timeAxis(axis: uPlot.Axis): uPlot.Axis {
  return { ...axis, size: 24, space: 90, values: (_plot, times) => times.map((at) => clockTime(at * 1000, false)) }
}

export function chartOptions(element: HTMLElement): uPlot.Options {
  const role = roleOf(element)
  const axis = axisOf(role)
  const range: uPlot.Scale.Range = (_plot, _least, most) => [0, Math.max(1, most * 1.1)]
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: timeScale, y: { range }, waiting: { range } },
    axes: [
      timeAxis(axis),
      { ...axis, size: 60 },
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's sides are a const enum, which is no value.
      { ...axis, scale: 'waiting', side: 1, size: 60, grid: { show: false } }
    ],
    series: [
      {},
      ...chartLines.map(({ name, color, dash }) => ({
        scale: name === 'waiting' ? 'waiting' : 'y',
        stroke: role(color),
        width: 1.5,
        points: { show: false },
        ...(dash === undefined ? {} : { dash })
      }))
    ]
  }
}
