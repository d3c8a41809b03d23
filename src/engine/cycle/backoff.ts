/** Waiting times between tries, ms: doubling from `first` to `most`, each with up to a quarter of jitter taken off. */
export interface Backoff {
  readonly first: number
  readonly most: number
}

export const storeBackoff: Backoff = { first: 250, most: 15_000 }

/** The wait before try number `attempt` (from 1). `random` is in 0..1. */
export function waitBefore(backoff: Backoff, attempt: number, random: number): number {
  const full = Math.min(backoff.most, backoff.first * 2 ** Math.min(attempt - 1, 30))
  return full * (1 - random / 4)
}
