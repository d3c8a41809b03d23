import { useEffect, useRef } from 'react'
import { paces } from '../cycle/paces.js'
import { guideStore } from './guideStore.js'
import type { GuideStepName } from './tour.js'

interface Playing {
  readonly step: GuideStepName
  readonly isDone: boolean
  readonly isLast: boolean
  readonly hasFailed: boolean
  readonly act: () => void
  readonly goOn: () => void
}

/** Lets the chapter go on by itself: a pause, the deed, and on when it is seen to be done. It stops at what fails. */
export function usePlaying({ step, isDone, isLast, hasFailed, act, goOn }: Playing): void {
  const pace = guideStore((state) => state.pace)
  const wait = pace === undefined ? undefined : paces[pace]
  const latest = useRef({ act, goOn })
  useEffect(() => {
    latest.current = { act, goOn }
  })
  /** The step whose deed is under way. */
  const acted = useRef<GuideStepName>(undefined)
  useEffect(() => {
    if (wait === undefined || isDone) acted.current = undefined
    if (wait === undefined) return undefined
    if (hasFailed || (isDone && isLast)) {
      guideStore.getState().play(undefined)
      return undefined
    }
    if (acted.current === step) return undefined
    const timer = setTimeout(() => {
      if (isDone) {
        latest.current.goOn()
      } else {
        acted.current = step
        latest.current.act()
      }
    }, wait)
    return () => {
      clearTimeout(timer)
    }
  }, [step, isDone, isLast, hasFailed, wait])
}
