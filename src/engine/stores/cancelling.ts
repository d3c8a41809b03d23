/** How long a server has to end what it was told to end, ms; then the connection is taken away from it. */
const cancelTime = 5000

/** Rejects with the signal's reason as soon as it comes. `work`, which only reads, is left to end by itself. */
export function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abandon = (): void => reject(signal.reason as Error)
    if (signal.aborted) abandon()
    signal.addEventListener('abort', abandon)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon))
  })
}

interface Cancelling {
  /** Tells the server, over another connection, to end what runs on this one. */
  readonly cancel: () => Promise<unknown>
  /** Takes the connection away. */
  readonly cut: () => void
}

/**
 * Work on a server that is told to end it when the signal comes, and rejects with the signal's reason then; where the
 * server could not be told, with why. What came through nevertheless has come through.
 */
export async function unlessCancelled<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal | undefined,
  { cancel, cut }: Cancelling
): Promise<Result> {
  if (signal === undefined) return work()
  signal.throwIfAborted()
  let timer: NodeJS.Timeout | undefined
  let failure: unknown
  let isLate = false as boolean
  const end = (): void => {
    timer = setTimeout(() => {
      isLate = true
      cut()
    }, cancelTime)
    cancel().catch((error: unknown) => {
      failure = error
      cut()
    })
  }
  signal.addEventListener('abort', end)
  try {
    return await work()
  } catch (error) {
    // Cut off late, it may go on at the server: that is no cancel.
    throw signal.aborted && !isLate ? (failure ?? signal.reason) : error
  } finally {
    signal.removeEventListener('abort', end)
    clearTimeout(timer)
  }
}
