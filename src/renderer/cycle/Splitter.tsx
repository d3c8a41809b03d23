import type { KeyboardEvent, PointerEvent, ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './CyclePage.module.css'

interface Props {
  /** The lower part's share of the height, in percent. */
  readonly share: number
  readonly onShare: (share: number) => void
}

const least = 15
const most = 75

/** The border between two parts of a page, moved with the pointer or the arrow keys. */
export function Splitter({ share, onShare }: Props): ReactElement {
  const { t } = useTranslation()
  const set = (next: number): void => onShare(Math.round(Math.min(most, Math.max(least, next))))
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const whole = event.currentTarget.parentElement?.getBoundingClientRect()
    if (whole !== undefined) set(((whole.bottom - event.clientY) / whole.height) * 100)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') set(share + 2)
    else if (event.key === 'ArrowDown') set(share - 2)
    else return
    event.preventDefault()
  }
  return (
    <div
      className={styles['splitter']}
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('cycle.splitter')}
      aria-valuenow={share}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  )
}
