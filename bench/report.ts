import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { type Aim, type Figure, isMet, type Omission, type Outcome } from './figure.js'

export function isFigure(outcome: Outcome): outcome is Figure {
  return 'ratio' in outcome
}

/** The table of a run, for a terminal. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const head = ['row', 'figure', 'ours', 'peer', '', 'unit', 'ratio', 'aim', '']
  const lines = outcomes.map((outcome) => (isFigure(outcome) ? cellsOf(outcome) : omittedCells(outcome)))
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((cells) => (cells.length === head.length ? (cells[column] ?? '').length : 0)))
  )
  const isNumber = [true, false, true, true, false, false, true, false, false]
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
      )
      .join('  ')
      .trimEnd()
  return [head, ...lines].map(format).join('\n')
}

function cellsOf(figure: Figure): string[] {
  const { row, name, ours, peer, peerName, unit, ratio, aim } = figure
  const met = isMet(figure)
  return [
    String(row),
    name,
    numberText(ours),
    numberText(peer),
    peerName,
    unit,
    Number.isFinite(ratio) ? ratio.toFixed(2) : '-',
    aim === undefined ? '' : aimText(aim),
    met === undefined ? '' : met ? 'met' : 'missed'
  ]
}

function omittedCells({ row, name, reason }: Omission): string[] {
  return [String(row), `${name}: not measured: ${reason}`]
}

export function aimText(aim: Aim): string {
  const bound = 'least' in aim ? `>= ${String(aim.least)}` : `<= ${String(aim.most)}`
  return aim.of === 'ours' ? `ours ${bound}` : bound
}

export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '-'
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memory: number
  readonly system: string
  readonly node: string
  /** Of one minute, at the start: what else the machine was busy with. */
  readonly load: number
}

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model ?? '',
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: loadavg()[0] ?? 0
  }
}

/** Writes everything that was measured, with the machine and the version of the code beside it. */
export async function writeResults(file: string, begun: Machine, outcomes: readonly Outcome[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const results = {
    at: new Date().toISOString(),
    commit: commit(),
    machine: begun,
    loadAtEnd: loadavg()[0],
    figures: outcomes.filter(isFigure).map((figure) => ({ ...figure, met: isMet(figure) })),
    omitted: outcomes.filter((outcome) => !isFigure(outcome))
  }
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`)
}

function commit(): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}
