import { join } from 'node:path'
import { wordsOf } from '../src/shared/errors.js'
import type { Measurement } from './context.js'
import type { Outcome } from './figure.js'
import { readOptions } from './options.js'
import { isFigure, machine, tableOf, writeResults } from './report.js'
import { backlog } from './rows/backlog.js'
import { frames } from './rows/frames.js'
import { growth } from './rows/growth.js'
import { idle } from './rows/idle.js'
import { memory } from './rows/memory.js'
import { besideMosquitto } from './rows/mosquitto.js'
import { rules } from './rows/rules.js'
import { saves } from './rows/saves.js'
import { start } from './rows/start.js'
import { unmatched } from './rows/unmatched.js'
import { Servers } from './servers.js'
import { type Scripts, Windows } from './window/windows.js'

const measurements: readonly Measurement[] = [
  ...saves,
  unmatched,
  besideMosquitto,
  backlog,
  growth,
  memory,
  rules,
  frames,
  start,
  idle
]

/**
 * Measures what is asked for, prints the table, and keeps everything in `bench/results/latest.json`. Resolves to whether
 * all could be measured; what was missed is no failure.
 */
export async function run(args: readonly string[], scripts: Scripts): Promise<boolean> {
  const options = readOptions(args)
  const begun = machine()
  const servers = new Servers()
  const windows = new Windows(scripts)
  const outcomes: Outcome[] = []
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const report = (...found: Outcome[]): void => {
    outcomes.push(...found)
    for (const outcome of found)
      say(`  ${isFigure(outcome) ? outcome.ratio.toFixed(2) : outcome.reason}  ${outcome.name}`)
  }
  let isWhole = true
  for (const measurement of measurements) {
    const { rows } = measurement
    if (options.only !== undefined && !rows.some((row) => options.only?.includes(row))) continue
    try {
      await measurement.run({ options, servers, windows, say, report })
    } catch (error) {
      isWhole = false
      say(error instanceof Error ? (error.stack ?? error.message) : wordsOf(error))
      report({ row: rows[0] ?? 0, name: 'the rest of it', reason: wordsOf(error) })
    }
  }
  windows.stop()
  await servers.stop()
  await writeResults(join(scripts.project, 'bench', 'results', 'latest.json'), begun, outcomes)
  process.stdout.write(`${tableOf(outcomes)}\n`)
  return isWhole
}
