/** One line of the table: the product's figure, its peer's from the same run, and what docs/bench.md aims at. */
export interface Figure {
  /** The row of the aims in docs/bench.md. */
  readonly row: number
  readonly name: string
  readonly unit: string
  readonly ours: number
  readonly peer: number
  readonly peerName: string
  /** The median of the rounds' ratios: two measurements that follow each other have the machine's mood in common. */
  readonly ratio: number
  /** Undefined where the figure only stands beside the others. */
  readonly aim: Aim | undefined
  /** Each round's figures. */
  readonly rounds: readonly Round[]
  readonly details: Readonly<Record<string, string | number>>
}

/** Of the ratio; `of: 'ours'` where a person meets the figure itself: nobody sees a ratio of frames. */
export type Aim = ({ readonly least: number } | { readonly most: number }) & { readonly of?: 'ours' }

export interface Round {
  readonly ours: number
  readonly peer: number
}

/** What could not be measured here, and why. */
export interface Omission {
  readonly row: number
  readonly name: string
  readonly reason: string
}

export type Outcome = Figure | Omission

export interface FigureParts {
  readonly row: number
  readonly name: string
  readonly unit: string
  readonly peerName: string
  readonly aim?: Aim
  readonly rounds: readonly Round[]
  readonly details?: Readonly<Record<string, string | number>>
}

export function figureOf({ rounds, aim, details = {}, ...rest }: FigureParts): Figure {
  return {
    ...rest,
    aim,
    details,
    rounds,
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratio: median(rounds.map(({ ours, peer }) => ours / peer))
  }
}

export function isMet({ ours, ratio, aim }: Figure): boolean | undefined {
  if (aim === undefined) return undefined
  const value = aim.of === 'ours' ? ours : ratio
  return 'least' in aim ? value >= aim.least : value <= aim.most
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** The medians of the first and the last third: what grows with time grows between them. */
export function thirdsOf(numbers: readonly number[]): { readonly first: number; readonly last: number } {
  const third = Math.ceil(numbers.length / 3)
  return { first: median(numbers.slice(0, third)), last: median(numbers.slice(-third)) }
}

/** The number that this share of them does not exceed. */
export function shareOf(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
}

/** Product and peer by turns, the first of both changing from round to round. */
export async function alternate(
  rounds: number,
  ours: () => Promise<number>,
  peer: () => Promise<number>
): Promise<Round[]> {
  const all: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await ours()
      all.push({ ours: first, peer: await peer() })
    } else {
      const first = await peer()
      all.push({ peer: first, ours: await ours() })
    }
  }
  return all
}
