import type { Cell, StoreLook } from '../../shared/storeLook.js'
import { canBeFollowed, unrestAfter } from '../parts/unrest.js'

/** A row as it is shown: alive, or a ghost of one that was deleted a moment ago. */
export interface ShownRow {
  readonly key: string
  readonly messageId: string | undefined
  readonly cells: readonly Cell[]
  readonly document: StoreLook['rows'][number]['document']
  /** When it was first seen, or its document found to be another, ms; undefined for what was there at the first look. */
  readonly freshAt: number | undefined
  /** When it was found to be gone, ms. */
  readonly goneAt: number | undefined
}

/** A store as it is shown: the newest look, with the ghosts between its rows. */
export interface LookView {
  readonly look: StoreLook
  readonly rows: readonly ShownRow[]
  /** Rows that came and went at the newest look that changed anything. */
  readonly added: number
  readonly removed: number
  /** How much has changed lately (`parts/unrest.ts`). */
  readonly unrest: number
}

const flashTime = 600

/**
 * The view after one more look. A row that is gone stays where it was, as a ghost, for `ghostSeconds`; a row that only
 * fell off the end of the page, because newer ones came in, is not taken for deleted. Where more changes than anybody
 * could follow, or has been changing for seconds, nothing is marked.
 */
export function nextView(before: LookView | undefined, look: StoreLook, ghostSeconds: number): LookView {
  if (before === undefined) {
    return { look, rows: look.rows.map((row) => shown(row)), added: 0, removed: 0, unrest: 0 }
  }
  // A look that failed says nothing about the rows: those of the last good one stay.
  if (look.error !== undefined) return { ...before, look: { ...before.look, at: look.at, error: look.error } }

  const known = new Map(before.rows.filter(isAlive).map((row) => [row.key, row]))
  const present = new Set(look.rows.map(({ key }) => key))
  const gone = goneRows(before, look, present)
  const added = look.rows.filter(({ key }) => !known.has(key)).length
  // Rows never change by themselves, but a person may write into a document.
  const altered = look.rows.filter(({ key, document }) => {
    const row = known.get(key)
    return row !== undefined && row.document?.text !== document?.text
  })
  const changes = added + gone.size + altered.length
  const unrest = unrestAfter(before.unrest, look.at - before.look.at, changes)
  const marked = canBeFollowed(changes, unrest)
  const live = look.rows.map((row) => {
    const isNews = !known.has(row.key) || altered.includes(row)
    return shown(row, isNews ? (marked ? look.at : undefined) : known.get(row.key)?.freshAt)
  })
  const ghosts = before.rows.flatMap((row) => {
    if (!isAlive(row)) return present.has(row.key) || isExpired(row, look.at, ghostSeconds) ? [] : [row]
    return marked && ghostSeconds > 0 && gone.has(row.key) ? [{ ...row, goneAt: look.at }] : []
  })
  const changed = added + gone.size > 0
  return {
    look,
    rows: between(before.rows, live, ghosts),
    added: changed ? added : before.added,
    removed: changed ? gone.size : before.removed,
    unrest
  }
}

/** The view without the ghosts whose time is over; the same object where there are none. */
export function withoutExpired(view: LookView, now: number, ghostSeconds: number): LookView {
  const rows = view.rows.filter((row) => !isExpired(row, now, ghostSeconds))
  return rows.length === view.rows.length ? view : { ...view, rows }
}

/** Whether a row is of the message that is selected; not every row tells of which it is. */
export function isOf(row: ShownRow | undefined, messageId: string | undefined): boolean {
  return messageId !== undefined && row?.messageId === messageId
}

export function isAlive(row: ShownRow): boolean {
  return row.goneAt === undefined
}

/** Only what came or changed a moment before the newest look flashes: scrolling back to a row is no news. */
export function isFresh(row: ShownRow, { look }: Pick<LookView, 'look'>): boolean {
  return row.freshAt !== undefined && isAlive(row) && look.at - row.freshAt < flashTime
}

function isExpired(row: ShownRow, now: number, ghostSeconds: number): boolean {
  return row.goneAt !== undefined && now - row.goneAt >= ghostSeconds * 1000
}

function shown({ key, messageId, cells, document }: StoreLook['rows'][number], freshAt?: number): ShownRow {
  return { key, messageId, cells, document, freshAt, goneAt: undefined }
}

/** Keys of rows that were deleted. Rows after the last one still in a full page may lie beyond the page's end. */
function goneRows(before: LookView, look: StoreLook, present: ReadonlySet<string>): ReadonlySet<string> {
  const alive = before.rows.filter(isAlive)
  const missing = alive.filter(({ key }) => !present.has(key))
  const pageIsAll = look.count !== undefined && look.count <= look.rows.length
  if (pageIsAll || look.rows.length < before.look.rows.length) return new Set(missing.map(({ key }) => key))
  const lastKept = alive.findLastIndex(({ key }) => present.has(key))
  return new Set(alive.slice(0, lastKept).flatMap(({ key }) => (present.has(key) ? [] : [key])))
}

/** The live rows in their order, each ghost after the row that it stood after. */
function between(
  before: readonly ShownRow[],
  live: readonly ShownRow[],
  ghosts: readonly ShownRow[]
): readonly ShownRow[] {
  if (ghosts.length === 0) return live
  const liveKeys = new Set(live.map(({ key }) => key))
  const ghostByKey = new Map(ghosts.map((ghost) => [ghost.key, ghost]))
  const after = new Map<string | undefined, ShownRow[]>()
  let anchor: string | undefined
  for (const { key } of before) {
    const ghost = ghostByKey.get(key)
    if (ghost !== undefined) after.set(anchor, [...(after.get(anchor) ?? []), ghost])
    else if (liveKeys.has(key)) anchor = key
  }
  const rows: ShownRow[] = []
  const leading = after.get(undefined) ?? []
  // Rows that came in since stand above the ghosts that were at the top.
  const firstKnown = live.findIndex(({ key }) => before.some((row) => row.key === key))
  const newest = firstKnown < 0 ? live.length : firstKnown
  for (const [index, row] of live.entries()) {
    if (index === newest) rows.push(...leading)
    rows.push(row, ...(after.get(row.key) ?? []))
  }
  if (newest >= live.length) rows.push(...leading)
  return rows
}
