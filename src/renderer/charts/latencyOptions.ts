import type uPlot from 'uplot'
import { span } from '../parts/format.js'
import { axisOf, roleOf, timeAxis, timeScale } from './chartOptions.js'
import type { Percentiles, Sample } from './ratesStore.js'

export interface LatencyLine {
  readonly what: 'saved' | 'deleted'
  readonly share: keyof Percentiles
  readonly dash?: number[]
  readonly of: (sample: Sample, resourceId: string) => number | undefined
}

export const shares = [
  { share: 'p50' },
  { share: 'p95', dash: [6, 3] },
  { share: 'p99', dash: [2, 3] }
] as const satisfies Pick<LatencyLine, 'share' | 'dash'>[]

/** The colour is that of the step; the further out the share, the finer the line. */
export const latencyLines: readonly LatencyLine[] = (['saved', 'deleted'] as const).flatMap((what) =>
  shares.map((line) => ({
    ...line,
    what,
    of: ({ stores }: Sample, id: string) => stores[id]?.took[what]?.[line.share]
  }))
)

/** The least and the most that the scale shows, ms, where nothing needs more. */
const usual = { least: 0.1, most: 100 }

export function latencyOptions(element: HTMLElement): uPlot.Options {
  const role = roleOf(element)
  const axis = axisOf(role)
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: timeScale,
      // Logarithmic: what takes a second must not flatten what takes a millisecond.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's distributions are a const enum, which is no value.
      y: { distr: 3, range: (_plot, least, most) => [decadeBelow(least), decadeAbove(most)] }
    },
    axes: [
      timeAxis(axis),
      {
        ...axis,
        size: 60,
        splits: (_plot, _axis, least, most) => decades(least, most),
        // Or uPlot leaves out the labels of some.
        filter: (_plot, splits) => splits,
        values: (_plot, all) => all.map(span)
      }
    ],
    series: [
      {},
      ...latencyLines.map(({ what, dash }) => ({
        stroke: role(`--step-${what}`),
        width: 1.5,
        // A second in which something passed may stand alone.
        points: { show: true, size: 4 },
        ...(dash === undefined ? {} : { dash: [...dash] })
      }))
    ]
  }
}

// Where there is nothing yet, uPlot asks with null.

function decadeBelow(ms: number | null): number {
  return ms === null ? usual.least : Math.min(usual.least, 10 ** Math.floor(Math.log10(ms)))
}

function decadeAbove(ms: number | null): number {
  return ms === null ? usual.most : Math.max(usual.most, 10 ** Math.ceil(Math.log10(ms)))
}

/** Each power of ten, both ends included. */
function decades(least: number, most: number): number[] {
  const first = Math.round(Math.log10(least))
  return Array.from({ length: Math.round(Math.log10(most)) - first + 1 }, (_, place) => 10 ** (first + place))
}
