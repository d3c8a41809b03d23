import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Profiler } from 'node:inspector'
import type { Child } from './processes/child.js'
import type { Calls } from './processes/desk.js'

/** Runs the work once more while its process is profiled; without a folder nothing is done. */
export async function profiled<Known extends Calls>(
  folder: string | undefined,
  name: string,
  child: Child<Known>,
  work: () => Promise<unknown>
): Promise<void> {
  if (folder === undefined) return
  await child.beginProfile()
  await work()
  await writeProfile(await profileFile(folder, name), await child.endProfile())
}

/** The path in the folder, which is made, of what belongs to a measurement; without an extension. */
export async function profileFile(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  return join(folder, name.replace(/[^\w]+/g, '-').toLowerCase())
}

export async function writeProfile(file: string, profile: Profiler.Profile): Promise<void> {
  await writeFile(`${file}.cpuprofile`, JSON.stringify(profile))
  await writeFile(`${file}.txt`, selfTimes(profile))
}

const shown = 45

/** The functions that took the most time themselves, in percent of the time that the process was at work. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const times = new Map<string, number>()
  let busy = 0
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id)
    if (frame === undefined || frame.functionName === '(idle)') continue
    const time = timeDeltas[index] ?? 0
    busy += time
    const place = frame.url === '' ? '' : ` ${frame.url.split('/').slice(-3).join('/')}:${String(frame.lineNumber + 1)}`
    const name = `${frame.functionName || '(anonymous)'}${place}`
    times.set(name, (times.get(name) ?? 0) + time)
  }
  const lines = [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, shown)
    .map(([name, time]) => `${((time / busy) * 100).toFixed(1).padStart(5)} %  ${name}`)
  return `${lines.join('\n')}\n`
}
