import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { count, decimal, span } from '../parts/format.js'
import { intoView } from '../parts/intoView.js'
import styles from './Charts.module.css'
import { chartLines, chartOptions } from './chartOptions.js'
import { type LatencyLine, latencyLines, latencyOptions, shares } from './latencyOptions.js'
import { Plot } from './Plot.js'
import { ratesStore, type Sample } from './ratesStore.js'

/** What goes through a store and how long that takes, the last five minutes. */
export function StoreChart({ resourceId }: { readonly resourceId: string }): ReactElement {
  return (
    <div ref={intoView} className={styles['charts']}>
      <RatesChart resourceId={resourceId} />
      <LatencyChart resourceId={resourceId} />
    </div>
  )
}

function RatesChart({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const samples = useDeferredValue(ratesStore((state) => state.samples))
  const data = useMemo(() => dataOf(samples, chartLines, resourceId), [samples, resourceId])
  const last = samples.at(-1)
  return (
    <figure className={styles['chart']} aria-label={t('charts.title', { resource: resourceId })}>
      <figcaption className={styles['legend']}>
        {chartLines.map(({ name, color, of }) => (
          <span key={name} className={styles['line']}>
            <i style={{ background: `var(${color})` }} aria-hidden="true" />
            {t(`charts.${name}`)}
            <b>
              {name === 'waiting'
                ? count(last === undefined ? 0 : of(last, resourceId))
                : t('charts.rate', { rate: decimal(last === undefined ? 0 : of(last, resourceId)) })}
            </b>
          </span>
        ))}
      </figcaption>
      <Plot optionsOf={chartOptions} data={data} />
    </figure>
  )
}

function LatencyChart({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const samples = useDeferredValue(ratesStore((state) => state.samples))
  const data = useMemo(() => dataOf(samples, latencyLines, resourceId), [samples, resourceId])
  /** The newest: of most seconds there is none, for nothing passes. */
  const newest = (line: LatencyLine): string => {
    const ms = samples.findLast((sample) => line.of(sample, resourceId) !== undefined)
    return ms === undefined ? '–' : span(line.of(ms, resourceId) ?? 0)
  }
  return (
    <figure className={styles['chart']} aria-label={t('charts.took', { resource: resourceId })}>
      <figcaption>
        <table className={styles['shares']}>
          <thead>
            <tr>
              <td />
              {shares.map(({ share }) => (
                <th key={share} scope="col">
                  {t(`charts.${share}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(['saved', 'deleted'] as const).map((what) => (
              <tr key={what}>
                <th scope="row">
                  <span className={styles['line']}>
                    <i style={{ background: `var(--step-${what})` }} aria-hidden="true" />
                    {t(what === 'saved' ? 'charts.tookSaved' : 'charts.tookDeleted')}
                  </span>
                </th>
                {latencyLines
                  .filter((line) => line.what === what)
                  .map((line) => (
                    <td key={line.share}>{newest(line)}</td>
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      </figcaption>
      <Plot optionsOf={latencyOptions} data={data} />
    </figure>
  )
}

interface Line {
  readonly of: (sample: Sample, resourceId: string) => number | undefined
}

function dataOf(
  samples: readonly Sample[],
  lines: readonly Line[],
  resourceId: string
): [number[], ...(number | undefined)[][]] {
  return [samples.map(({ at }) => at), ...lines.map(({ of }) => samples.map((sample) => of(sample, resourceId)))]
}
