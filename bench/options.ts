import { parseArgs } from 'node:util'

export interface Options {
  /** A few minutes: fewer rounds, shorter, up to 100,000 stored. */
  readonly quick: boolean
  /** Rows of docs/bench.md; all without it. */
  readonly only: readonly number[] | undefined
  /** How often product and peer take turns. */
  readonly rounds: number
  /** How long one measurement takes, ms, and how long it runs before. */
  readonly time: number
  readonly warmUp: number
  /** A folder for CPU profiles of the product, made in rounds of their own. */
  readonly profile: string | undefined
}

/** Throws where an argument is none that is known. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      profile: { type: 'string' }
    }
  })
  const { quick, only, rounds, profile } = values
  return {
    quick,
    only: only?.split(',').map(Number),
    rounds: Number(rounds ?? (quick ? 3 : 5)),
    time: quick ? 1500 : 3000,
    warmUp: quick ? 500 : 1000,
    profile
  }
}
