import { useEffect, useState } from 'react'
import type { Box } from './place.js'
import { findTarget, type TargetName } from './target.js'

/** How often, ms, it is looked where the control is: pages load, lists grow, panes are resized. */
const period = 100

/** Where the control is, in px of the window; undefined while it is not drawn. It is scrolled into view once. */
export function useTarget(name: TargetName, of: string, describedBy: string): Box | undefined {
  const [box, setBox] = useState<Box>()
  useEffect(() => {
    let described: HTMLElement | undefined
    const follow = (): void => {
      const element = findTarget(name, of)
      if (element !== undefined && element !== described) {
        element.scrollIntoView({ block: 'nearest' })
        described?.removeAttribute('aria-describedby')
        described = element
        if (!element.hasAttribute('aria-describedby')) element.setAttribute('aria-describedby', describedBy)
      }
      const next = element && boxOf(element)
      setBox((known) => (isSame(known, next) ? known : next))
    }
    follow()
    const timer = setInterval(follow, period)
    window.addEventListener('scroll', follow, true)
    window.addEventListener('resize', follow)
    return () => {
      clearInterval(timer)
      window.removeEventListener('scroll', follow, true)
      window.removeEventListener('resize', follow)
      if (described?.getAttribute('aria-describedby') === describedBy) described.removeAttribute('aria-describedby')
    }
  }, [name, of, describedBy])
  return box
}

function boxOf(element: HTMLElement): Box {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { left, top, width, height }
}

function isSame(one: Box | undefined, other: Box | undefined): boolean {
  return (
    one?.left === other?.left && one?.top === other?.top && one?.width === other?.width && one?.height === other?.height
  )
}
