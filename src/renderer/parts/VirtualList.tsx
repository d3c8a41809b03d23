import { Button } from '@mantine/core'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRootSize } from '../settings/useRootSize.js'
import { count } from './format.js'
import { destinationOf } from './rowKeys.js'
import { RowSlots } from './rowSlots.js'
import { useRowFocus } from './useRowFocus.js'
import styles from './VirtualList.module.css'

interface Props<Item> {
  readonly label: string
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string | number
  /** A row, exactly `rowHeight` high. What it selects by carries `rowAttribute`. */
  readonly row: (item: Item) => ReactNode
  /** In rem; 1.75 where it is not given. */
  readonly rowHeight?: number
  /** Whether a row is as high as what it shows: `rowHeight` is a guess then. */
  readonly isMeasured?: boolean
  /** Whether a row keeps nothing of its own, so that its element can show another when it goes. */
  readonly reusesRows?: boolean
  /** Keeps the end in view while the person has not scrolled away from it. */
  readonly follow?: boolean
  /** Told when the end comes into view, or goes out of it. */
  readonly onAtEnd?: (atEnd: boolean) => void
  /** The item that is selected: scrolls to it when it changes. */
  readonly reveal?: string | number | undefined
  /** A head row that stays in view. */
  readonly head?: ReactNode
  readonly role?: 'list' | 'grid' | 'tree'
  /** The id of the element that the keyboard is at, where the list has one place for it instead of one a row. */
  readonly activeId?: string | undefined
  readonly className?: string | undefined
}

const nearEnd = 8
/** Further than any list: the browser stops at its end, and nothing has to be measured for it. */
const beyondEnd = 1e9

/** Scrolls as far as it goes, and tells where it then stands, px from the top. */
function toEnd(element: HTMLElement): number {
  element.scrollTo({ top: beyondEnd })
  return element.scrollTop
}

/** A list of any length of which only what is in view exists; nothing moves under a person who has scrolled away. */
export function VirtualList<Item>(props: Props<Item>): ReactElement {
  const {
    label,
    items,
    keyOf,
    row,
    rowHeight = 1.75,
    isMeasured = false,
    reusesRows = false,
    follow = false,
    onAtEnd,
    reveal,
    head,
    role = 'list',
    activeId,
    className
  } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const space = useRef<HTMLDivElement>(null)
  const height = Math.round(rowHeight * useRootSize())
  const [atEnd, setAtEnd] = useState(true)
  const [atStart, setAtStart] = useState(true)
  /** The last item when the person scrolled away from the end. */
  const [left, setLeft] = useState<string | number>()
  /** Where it stood when it was last looked at, px from the top. */
  const stood = useRef(0)
  /** How much of the scroller's height the head and a bar at the bottom take from the rows, px. */
  const [covered, setCovered] = useState(0)
  const [slots] = useState(() => new RowSlots())
  const indexOf = (key: string | number): number => items.findIndex((item) => keyOf(item) === key)
  const keyAt = (index: number): string | number | undefined => {
    const item = items[index]
    return item === undefined ? undefined : keyOf(item)
  }
  /** Whether what is in view stays there, whatever comes or goes before it. */
  const isKept = follow ? !atEnd : !atStart
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler is used that could go wrong with it
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    // Nobody scrolls where the end is followed.
    overscan: follow && atEnd ? 1 : 8,
    scrollPaddingEnd: covered,
    // The row that has the focus is there also when it is out of view.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range)
      const held = slots.held === undefined ? -1 : indexOf(slots.held)
      return held < 0 || inView.includes(held) ? inView : [...inView, held].sort((one, other) => one - other)
    },
    // The library's word for it: the first row in view is looked for among the rows that have changed.
    anchorTo: isKept ? 'end' : 'start',
    // Where all are of one height there is nothing to remember of each, and nothing to reckon anew when they change.
    ...((isMeasured || isKept) && { getItemKey: (index: number) => keyAt(index) ?? index })
  })

  useEffect(() => {
    virtualizer.measure()
  }, [virtualizer, height])

  const last = keyAt(items.length - 1)
  const whole = virtualizer.getTotalSize()
  const seen = virtualizer.scrollRect?.height
  useLayoutEffect(() => {
    if (follow && atEnd && scroller.current !== null) stood.current = toEnd(scroller.current)
    // Only where the end lies elsewhere than before: to scroll lets the browser lay out the page at once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [whole, seen, follow])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    // Told of a bar at the bottom too, and after the page has been laid out: to measure costs nothing then.
    const observer = new ResizeObserver(() => {
      setCovered((space.current?.offsetTop ?? 0) + element.offsetHeight - element.clientHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    const index = reveal === undefined ? -1 : indexOf(reveal)
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' })
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal, covered])

  const settle = (isAtEnd: boolean): void => {
    if (isAtEnd === atEnd) return
    setAtEnd(isAtEnd)
    setLeft(last)
    onAtEnd?.(isAtEnd)
  }

  const onScroll = (): void => {
    const element = scroller.current
    if (element === null) return
    const { scrollTop } = element
    setAtStart(scrollTop <= 0)
    const isAtEnd = element.scrollHeight - scrollTop - element.clientHeight < nearEnd
    // Who scrolls away goes up. Told late, a scroll to the end may find that the end has moved on meanwhile.
    const hasLeft = !isAtEnd && scrollTop < stood.current
    stood.current = scrollTop
    if (atEnd ? hasLeft : isAtEnd) settle(isAtEnd)
  }

  const rowFocus = useRowFocus({
    scroller,
    slots,
    indexOf,
    keyAt,
    destinationOf: (key, at) => {
      const selected = at ?? (reveal === undefined ? undefined : indexOf(reveal))
      const inView = virtualizer.range ?? { startIndex: 0, endIndex: 0 }
      return destinationOf(key, selected === -1 ? undefined : selected, items.length, inView)
    },
    reach: (index) => {
      virtualizer.scrollToIndex(index, { align: 'auto' })
      // Who goes up with the keys reads there, also while the end is still in view.
      const element = scroller.current
      if (element !== null && element.scrollHeight > element.clientHeight) settle(index === items.length - 1)
    }
  })

  // What it was left at may have gone meanwhile: then all there is is newer.
  const newer = !follow || atEnd ? 0 : items.length - 1 - items.findLastIndex((item) => keyOf(item) === left)
  const shown = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const item = items[index]
    return item === undefined ? [] : [{ index, start, item, key: keyOf(item) }]
  })
  const slotOf = reusesRows ? slots.assign(shown.map(({ key }) => key)) : undefined
  return (
    <div className={`${styles['frame'] ?? ''} ${className ?? ''}`}>
      <div
        ref={scroller}
        className={styles['scroller']}
        role={role}
        aria-label={label}
        aria-activedescendant={activeId}
        tabIndex={0}
        onScroll={onScroll}
        {...(role === 'tree' ? { onClickCapture: rowFocus.onClickCapture } : rowFocus)}
      >
        {head}
        <div ref={space} className={styles['space']} role="presentation" style={{ height: whole }}>
          {shown.map(({ index, start, item, key }) => (
            <div
              key={slotOf?.get(key) ?? key}
              ref={isMeasured ? virtualizer.measureElement : undefined}
              data-index={index}
              className={styles['row']}
              role={role === 'list' ? 'listitem' : 'presentation'}
              style={isMeasured ? { top: start } : { top: start, height, contain: 'layout size' }}
            >
              {row(item)}
            </div>
          ))}
        </div>
      </div>
      {follow && !atEnd && (
        <Button
          className={styles['toEnd']}
          size="compact-xs"
          leftSection={<ArrowDown size="1em" />}
          onClick={() => scroller.current !== null && toEnd(scroller.current)}
        >
          {newer > 0 ? t('common.newer', { count: newer, text: count(newer) }) : t('common.toNewest')}
        </Button>
      )}
    </div>
  )
}
