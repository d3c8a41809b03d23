import type { KeyboardEvent, PointerEvent, ReactElement } from 'react'
import styles from './CyclePage.module.css'

/** At which edge of the page the pane lies whose size it changes. */
type Edge = 'left' | 'right' | 'bottom'

interface Props {
  readonly label: string
  readonly edge: Edge
  /** The pane's share of the whole, in percent. */
  readonly share: number
  readonly least: number
  readonly most: number
  /** undefined: the usual size again. */
  readonly onShare: (share: number | undefined) => void
}

const step = 2

/** Which keys let the pane grow and shrink. */
const keysOf = {
  left: { grow: 'ArrowRight', shrink: 'ArrowLeft' },
  right: { grow: 'ArrowLeft', shrink: 'ArrowRight' },
  bottom: { grow: 'ArrowUp', shrink: 'ArrowDown' }
} as const satisfies Record<Edge, { readonly grow: string; readonly shrink: string }>

/** The border between two parts of a page, moved with the pointer or the arrow keys; a double click undoes it. */
export function Splitter({ label, edge, share, least, most, onShare }: Props): ReactElement {
  const set = (next: number): void => onShare(Math.round(Math.min(most, Math.max(least, next))))
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { clientX, clientY } = event
    set(shareUpTo({ left: clientX, right: clientX, bottom: clientY }, edge, event.currentTarget) ?? share)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const splitter = event.currentTarget
    // The page may have had no room for the share that was chosen: what is seen is what moves.
    const seen = shareUpTo(splitter.getBoundingClientRect(), edge, splitter) ?? share
    if (event.key === keysOf[edge].grow) set(seen + step)
    else if (event.key === keysOf[edge].shrink) set(seen - step)
    else if (event.key === 'Home') set(least)
    else if (event.key === 'End') set(most)
    else return
    event.preventDefault()
  }
  return (
    <div
      className={styles['splitter']}
      role="separator"
      data-edge={edge}
      aria-orientation={edge === 'bottom' ? 'horizontal' : 'vertical'}
      aria-label={label}
      aria-valuenow={share}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onShare(undefined)}
    />
  )
}

/** How much of the whole lies between its edge and a place, in percent; undefined where nothing is drawn. */
function shareUpTo(place: Readonly<Record<Edge, number>>, edge: Edge, splitter: HTMLElement): number | undefined {
  const whole = splitter.parentElement?.getBoundingClientRect()
  if (whole === undefined || whole.width === 0 || whole.height === 0) return undefined
  if (edge === 'left') return ((place.left - whole.left) / whole.width) * 100
  if (edge === 'right') return ((whole.right - place.right) / whole.width) * 100
  return ((whole.bottom - place.bottom) / whole.height) * 100
}
