import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { type ReactElement, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import { count, decimal } from '../parts/format.js'
import styles from './Charts.module.css'
import { chartLines, chartOptions } from './chartOptions.js'
import { ratesStore, type Sample } from './ratesStore.js'

/** What goes through a store, the last five minutes. */
export function StoreChart({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const samples = ratesStore((state) => state.samples)
  const scheme = useComputedColorScheme('light')
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)

  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    // The colours are read from the page, so they are read again when it changes them.
    const made = new uPlot(chartOptions(element), dataOf(ratesStore.getState().samples, resourceId), element)
    plot.current = made
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [scheme, resourceId])

  useEffect(() => {
    plot.current?.setData(dataOf(samples, resourceId))
  }, [samples, resourceId])

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
      <div ref={place} className={styles['plot']} aria-hidden="true" />
    </figure>
  )
}

function dataOf(samples: readonly Sample[], resourceId: string): uPlot.AlignedData {
  return [samples.map(({ at }) => at), ...chartLines.map(({ of }) => samples.map((sample) => of(sample, resourceId)))]
}
