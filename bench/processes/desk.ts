import { Session, type Profiler } from 'node:inspector/promises'

/** What a process of the measurements can be asked, by name. */
export type Calls = Readonly<Record<string, (input: never) => unknown>>

/** CPU time in µs, memory in bytes, and how many sockets, timers and files are open. */
export interface Usage {
  readonly cpu: number
  readonly memory: number
  readonly handles: number
}

export interface Question {
  readonly number: number
  readonly name: string
  readonly input: unknown
}

export type Answer = { readonly number: number } & ({ readonly output: unknown } | { readonly error: string })

/** Answers the parent's questions, and ends with it. */
export function answer(calls: Calls): void {
  const all: Calls = { ...calls, usage, beginProfile, endProfile }
  process.on('message', (question: Question) => {
    const { number, name, input } = question
    void answerOne(all[name], input).then((result) => process.send?.({ number, ...result } satisfies Answer))
  })
  process.on('disconnect', () => process.exit())
}

async function answerOne(
  call: Calls[string] | undefined,
  input: unknown
): Promise<{ output: unknown } | { error: string }> {
  try {
    if (call === undefined) throw new Error('there is no such call')
    return { output: await call(input as never) }
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const handles = process.getActiveResourcesInfo().length
  return { cpu: user + system, memory: process.memoryUsage.rss(), handles }
}

let session: Session | undefined

async function beginProfile(): Promise<void> {
  session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
}

async function endProfile(): Promise<Profiler.Profile | undefined> {
  const result = await session?.post('Profiler.stop')
  session?.disconnect()
  session = undefined
  return result?.profile
}
