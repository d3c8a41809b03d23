import { type ReactElement, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import styles from './Guide.module.css'
import { GuideNote } from './GuideNote.js'
import { guideStore } from './guideStore.js'
import { placeBeside } from './place.js'
import type { Tour } from './tour.js'
import { openStep, useGuide } from './useGuide.js'
import { useTarget } from './useTarget.js'

/** Over every page, while somebody is led through a chapter: a ring around the control, and a note beside it. */
export function GuideLayer(): ReactElement | null {
  const tour = guideStore((state) => state.tour)
  return tour === undefined ? null : <GuideOf tour={tour} />
}

function GuideOf({ tour }: { readonly tour: Tour }): ReactElement {
  const guide = useGuide(tour)
  const { scene, step, target } = guide
  const taskId = useId()
  const [name, of = ''] = target
  const box = useTarget(name, of, taskId)
  const note = useRef<HTMLElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })

  const { startedAt, step: stepName } = tour
  useEffect(() => {
    openStep(step, scene)
    // For those who use the keyboard: from here Tab leads to the note's buttons.
    note.current?.focus({ preventScroll: true })
    // Only when another step is begun: from then on the page is the person's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [startedAt, stepName])

  useLayoutEffect(() => {
    const element = note.current
    if (element === null) return undefined
    const measure = (): void => setSize({ width: element.offsetWidth, height: element.offsetHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [])

  const place = placeBeside(box, size, { width: window.innerWidth, height: window.innerHeight })
  return (
    <>
      {box !== undefined && <div className={styles['ring']} style={box} aria-hidden="true" />}
      <GuideNote ref={note} tour={tour} guide={guide} taskId={taskId} style={place} />
    </>
  )
}
