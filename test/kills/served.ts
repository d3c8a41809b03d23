import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

const script = resolve(import.meta.dirname, '../../scripts/cli.mjs')

/** `serve` in a process of its own, which can be killed and started again on the same configuration. */
export class Served {
  private child: ChildProcess | undefined

  constructor(private readonly configFile: string) {}

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [script, 'serve', '--config', this.configFile], {
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
