import type { FetchPage, FetchQuery } from './store.js'

/** So many bytes of payload a page should have at most. */
const pageBytes = 8 * 1024 * 1024
/** How large payloads are is known only when the first have come. */
const firstPage = 32
/** So many times as many rows as the page before. */
const growth = 16

/**
 * Keeps pages small where payloads are large: a thousand messages of a megabyte each must not be fetched at once. The
 * size of the next page goes with the cursor.
 * @param read Reads a page by a cursor of its own.
 */
export async function fetchBounded(
  query: FetchQuery,
  read: (query: FetchQuery) => Promise<FetchPage>
): Promise<FetchPage> {
  const { after, limit } = query
  const separator = after?.indexOf('~') ?? -1
  const size = after === undefined ? firstPage : Number(after.slice(0, separator))
  const page = await read({ ...query, after: after?.slice(separator + 1), limit: Math.min(limit, size) })
  if (page.next === undefined) return page
  return { messages: page.messages, next: `${nextSize(size, page)}~${page.next}` }
}

function nextSize(size: number, { messages }: FetchPage): number {
  if (messages.length === 0) return size
  const bytes = messages.reduce((sum, { payload }) => sum + payload.length, 0)
  return Math.max(1, Math.floor(Math.min(pageBytes / (bytes / messages.length), size * growth)))
}
