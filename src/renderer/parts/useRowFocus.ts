import { type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import type { RowSlots } from './rowSlots.js'

/**
 * What the element carries by which a row is selected, with a click or Enter: the arrow keys lead from one to the next. Of
 * a row with more than that to press it is `data-row` alone, so that the Tab key leads there too; in a tree as well, which
 * has keys of its own.
 */
export const rowAttribute = { 'data-row': true, tabIndex: -1 } as const
const ownRow = '[data-row]'
const chosen = '[aria-selected="true"], [aria-pressed="true"]'

interface List {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly slots: RowSlots
  /** The place of a row, or -1 if it has gone. */
  readonly indexOf: (key: string | number) => number
  readonly keyAt: (index: number) => string | number | undefined
  /** Where a key leads from here; undefined: nowhere, and the browser does with it what it does. */
  readonly destinationOf: (key: string, at: number | undefined) => number | undefined
  /** Brings a row into view, if not at once then with the next time the list is drawn. */
  readonly reach: (index: number) => void
}

interface Handlers {
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onClickCapture: (event: MouseEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

/**
 * One place in a list has the focus, and the keys move it, as in any list: the list is one stop of the Tab key, however
 * long. While the row that is left is selected, the selection comes along. The focus stays with its row when that goes
 * out of view, and returns to the list when the row is no more.
 */
export function useRowFocus({ scroller, slots, indexOf, keyAt, destinationOf, reach }: List): Handlers {
  /** The row that is to have the focus as soon as it is there. */
  const wanted = useRef<{ readonly key: string | number; readonly isChosen: boolean }>(undefined)

  const grasp = (): void => {
    if (wanted.current === undefined) return
    const { key, isChosen } = wanted.current
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${indexOf(key)}"] ${ownRow}`)
    if (!row) return
    wanted.current = undefined
    row.focus({ preventScroll: true })
    if (isChosen && !row.matches(chosen)) row.click()
  }

  // Whenever the list is drawn: what was wanted may have come, and what had the focus may have gone.
  useLayoutEffect(() => {
    grasp()
    if (slots.held === undefined || indexOf(slots.held) >= 0) return
    slots.hold(undefined)
    scroller.current?.focus({ preventScroll: true })
  })

  return {
    onKeyDown: (event) => {
      const { target, key, ctrlKey, metaKey, altKey, shiftKey } = event
      if (ctrlKey || metaKey || altKey || shiftKey || !(target instanceof HTMLElement)) return
      const isRow = target.matches(ownRow)
      if (isRow && key === 'Enter' && !(target instanceof HTMLButtonElement)) {
        target.click()
        return
      }
      if (!isRow && target !== scroller.current) return
      if (scroller.current?.querySelector(ownRow) === null) return
      const from = wanted.current?.key ?? slots.held
      const destination = destinationOf(key, from === undefined ? undefined : indexOf(from))
      const to = destination === undefined ? undefined : keyAt(destination)
      if (destination === undefined || to === undefined) return
      event.preventDefault()
      wanted.current = { key: to, isChosen: wanted.current?.isChosen ?? target.matches(chosen) }
      reach(destination)
      grasp()
    },
    // The second click of a double click would let go what the first one selected.
    onClickCapture: (event) => {
      if (event.detail > 1 && event.target instanceof Element && event.target.closest(ownRow)) event.stopPropagation()
    },
    onFocus: ({ target }) => {
      const index = target.closest('[data-index]')?.getAttribute('data-index')
      slots.hold(index === null || index === undefined ? undefined : keyAt(Number(index)))
    },
    onBlur: () => slots.hold(undefined)
  }
}
