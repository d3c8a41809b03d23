/** What is in view of a list: the first and the last row, by their places. */
interface InView {
  readonly startIndex: number
  readonly endIndex: number
}

/**
 * Where a key leads in a list of `count` rows, from the row at `at`, or, where none has the focus, from what is in view;
 * undefined if the key is none of a list's.
 */
export function destinationOf(key: string, at: number | undefined, count: number, inView: InView): number | undefined {
  const { startIndex, endIndex } = inView
  const page = Math.max(1, endIndex - startIndex - 1)
  const after = (rows: number): number => (at === undefined ? startIndex + rows - 1 : at + rows)
  const before = (rows: number): number => (at === undefined ? endIndex - rows + 1 : at - rows)
  const destinations = new Map([
    ['ArrowDown', after(1)],
    ['ArrowUp', before(1)],
    ['PageDown', after(page)],
    ['PageUp', before(page)],
    ['Home', 0],
    ['End', count - 1]
  ])
  const destination = destinations.get(key)
  return destination === undefined ? undefined : Math.max(0, Math.min(count - 1, destination))
}
