import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { type ReactElement, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { nightStore } from '../app/night.js'
import styles from './Charts.module.css'

interface Props {
  /** Asked again when the page's colours change, which it reads. */
  readonly optionsOf: (element: HTMLElement) => uPlot.Options
  readonly data: uPlot.AlignedData
}

/** Lines over time, as wide as there is room. */
export function Plot({ optionsOf, data }: Props): ReactElement {
  const scheme = useComputedColorScheme('light')
  const isNight = nightStore((state) => state.isNight)
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const newest = useRef(data)

  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const made = new uPlot(optionsOf(element), newest.current, element)
    plot.current = made
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [scheme, isNight, optionsOf])

  useEffect(() => {
    newest.current = data
    plot.current?.setData(data)
  }, [data])

  return <div ref={place} className={styles['plot']} aria-hidden="true" />
}
