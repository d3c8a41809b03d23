import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const script = resolve(import.meta.dirname, '../../scripts/cli.mjs')
const heapTeller = pathToFileURL(resolve(import.meta.dirname, 'heapTeller.mjs')).href

/** `serve` in a process of its own, which can be killed and started again on the same configuration. */
export class Served {
  private child: ChildProcess | undefined

  constructor(private readonly configFile: string) {}

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const options = ['--expose-gc', '--import', heapTeller]
    const child = spawn(process.execPath, [...options, script, 'serve', '--config', this.configFile], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    this.child = child
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2000)))
    const ready = once(createInterface(child.stdout), 'line')
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(errors)))
    await Promise.race([ready, ended])
    ended.catch(() => undefined)
  }

  /** What is left of its heap after a collection, and of what lies outside of it (buffers); bytes. */
  async heap(): Promise<number> {
    const { child } = this
    if (child === undefined || child.stderr === null) throw new Error('not started')
    child.kill('SIGUSR2')
    for await (const [chunk] of on(child.stderr, 'data')) {
      const [, bytes] = /^heap (\d+)$/m.exec(String(chunk)) ?? []
      if (bytes !== undefined) return Number(bytes)
    }
    throw new Error('it ended')
  }

  /** As a crash ends it: without a word. */
  kill(): Promise<void> {
    return this.end('SIGKILL')
  }

  /** In order: what is on its way is settled. */
  stop(): Promise<void> {
    return this.end('SIGTERM')
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    this.child = undefined
    if (child === undefined) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
}
