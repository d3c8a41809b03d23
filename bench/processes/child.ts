import { type ChildProcess, fork } from 'node:child_process'
import type { Profiler } from 'node:inspector'
import { join } from 'node:path'
import type { Answer, Calls, Question, Usage } from './desk.js'

interface Waiting {
  readonly resolve: (output: never) => void
  readonly reject: (error: Error) => void
}

/** A process of the measurements' own, one a role, so that none takes another's time. */
export class Child<Known extends Calls> {
  private readonly waiting = new Map<number, Waiting>()
  private asked = 0

  private constructor(
    private readonly file: string,
    private readonly process: ChildProcess
  ) {
    process.on('message', (answer) => this.take(answer as Answer))
    process.on('exit', (code, signal) => this.ended(`${file} ended with ${signal ?? String(code)}`))
  }

  /** @param file The name of an entry in vite.config.ts. */
  static start<Known extends Calls>(file: string): Child<Known> {
    const path = join(import.meta.dirname, `${file}.js`)
    return new Child<Known>(
      file,
      fork(path, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
    )
  }

  call<Name extends keyof Known & string>(
    name: Name,
    input: Parameters<Known[Name]>[0]
  ): Promise<Awaited<ReturnType<Known[Name]>>> {
    return this.ask(name, input)
  }

  usage(): Promise<Usage> {
    return this.ask('usage', undefined)
  }

  beginProfile(): Promise<void> {
    return this.ask('beginProfile', undefined)
  }

  endProfile(): Promise<Profiler.Profile> {
    return this.ask('endProfile', undefined)
  }

  /** Ends it at once: what it leaves behind belongs to whoever started it. */
  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    this.process.kill('SIGKILL')
    await ended
  }

  private ask<Output>(name: string, input: unknown): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.asked += 1
      const question: Question = { number: this.asked, name, input }
      this.waiting.set(question.number, { resolve, reject })
      this.process.send(question, (error) => {
        if (error !== null) this.ended(error.message)
      })
    })
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.number)
    this.waiting.delete(answer.number)
    if ('error' in answer) waiting?.reject(new Error(`${this.file}: ${answer.error}`))
    else waiting?.resolve(answer.output as never)
  }

  private ended(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(reason))
    this.waiting.clear()
  }
}
