import { median } from '../figure.js'
import { numberText } from '../report.js'

/** One look at the product when nothing is disturbed. */
export interface Sample {
  /** Minutes since the begin. */
  readonly minute: number
  /** The fault of this minute, and how long it lasted in s. */
  readonly fault: string
  /** Of the product's process: memory as the system counts it, and what is left of its heap after a collection; bytes. */
  readonly memory: number
  readonly heap: number
  /** Sockets, timers, files: what Node's `getActiveResourcesInfo` lists. */
  readonly handles: number
  /** Messages on their way into and out of the store. */
  readonly waiting: number
  /** Messages a second of this minute. */
  readonly acknowledged: number
  readonly received: number
}

export interface Verdict {
  readonly acknowledged: number
  /** Acknowledged to the publisher and never received. */
  readonly missing: number
  /** Received more than once, as QoS 1 may. */
  readonly again: number
  /** Rows left when all was received and acknowledged. */
  readonly rowsLeft: number
}

export const headOf = (): string =>
  [
    '| minute | fault in it | acknowledged/s | received/s | waiting | memory, MB | heap, MB | handles |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |'
  ].join('\n')

/** One line of the record's table. */
export function lineOf({ minute, fault, acknowledged, received, waiting, memory, heap, handles }: Sample): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
  const cells = [
    String(minute),
    fault,
    numberText(acknowledged),
    numberText(received),
    String(waiting),
    megabytes(memory),
    megabytes(heap),
    String(handles)
  ]
  return `| ${cells.join(' | ')} |`
}

/** What a run says: whether nothing is lost, and whether memory and handles are flat. */
export function summaryOf(samples: readonly Sample[], verdict: Verdict): string {
  const { acknowledged, missing, again, rowsLeft } = verdict
  return [
    `${acknowledged.toLocaleString('en')} messages acknowledged: ${missing} missing,`,
    `${again.toLocaleString('en')} received again, ${rowsLeft} rows left in the store.`,
    ...flatness(samples, 'heap', 'Heap after a collection', 1e6, ' MB'),
    ...flatness(samples, 'memory', 'Memory', 1e6, ' MB'),
    ...flatness(samples, 'handles', 'Handles', 1, '')
  ].join('\n')
}

/** The first and the last third side by side: what grows with time grows between them. */
function flatness(
  samples: readonly Sample[],
  key: 'heap' | 'memory' | 'handles',
  title: string,
  unit: number,
  unitName: string
): string[] {
  // The first minute is that of the warm-up.
  const settled = samples.slice(1).map((sample) => sample[key] / unit)
  const third = Math.floor(settled.length / 3)
  if (third === 0) return []
  return [
    `${title}: ${median(settled.slice(0, third)).toFixed(1)} → ${median(settled.slice(-third)).toFixed(1)}${unitName}.`
  ]
}
