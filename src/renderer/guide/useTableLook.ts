import { useEffect } from 'react'
import { look } from './acts.js'

const period = 1000

/** Looks again and again whether a store has its table: only the Cycle page has the stores in view watched. */
export function useTableLook(resourceId: string | undefined): void {
  useEffect(() => {
    if (resourceId === undefined) return undefined
    const again = (): void => void look(resourceId).catch(() => undefined)
    again()
    const timer = setInterval(again, period)
    return () => {
      clearInterval(timer)
    }
  }, [resourceId])
}
