import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly folder: string
  readonly environment?: NodeJS.ProcessEnv
  /** Whom to run as; undefined: as ourselves. */
  readonly user?: SystemUser | undefined
  /** What asks it to end in order. */
  readonly stopSignal: NodeJS.Signals
  /** Shell words that end it when our process has died; default: SIGKILL. */
  readonly lastWords?: readonly string[]
  /** A folder that is removed when our process has died. */
  readonly removeAfter?: string | undefined
}

export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** Time in ms that a server has to end in order before it is killed. */
const grace = 10_000
const tailLines = 40

/** A server's process: its last words are kept, and it does not outlive us. */
export class Child {
  private lines: string[] = []
  private ended = false
  /** Resolves when the process has ended or could not be started. */
  readonly end: Promise<void>

  private constructor(
    private readonly process: ChildProcess,
    private readonly launch: Launch,
    guard: ChildProcess | undefined
  ) {
    process.stdout?.on('data', (bytes: Buffer) => this.keep(bytes))
    process.stderr?.on('data', (bytes: Buffer) => this.keep(bytes))
    this.end = new Promise((resolve) => {
      const finish = (): void => {
        this.ended = true
        guard?.kill('SIGKILL')
        resolve()
      }
      process.once('exit', finish)
      process.once('error', (error) => {
        this.lines.push(error.message)
        finish()
      })
    })
  }

  static start(launch: Launch): Child {
    const { command, args, folder, environment, user } = launch
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in the terminal is for us, who still have messages to settle with the server.
      detached: process.platform !== 'win32',
      windowsHide: true,
      ...user
    })
    const guard = child.pid === undefined ? undefined : watchOver(child.pid, launch)
    return new Child(child, launch, guard)
  }

  get pid(): number | undefined {
    return this.process.pid
  }

  get running(): boolean {
    return !this.ended
  }

  /** The last lines that it printed. */
  get tail(): string {
    return this.lines.slice(-tailLines).join('\n').trim()
  }

  kill(signal: NodeJS.Signals): void {
    if (this.running) this.process.kill(signal)
  }

  async stop(): Promise<void> {
    if (!this.running) return
    this.kill(this.launch.stopSignal)
    // A paused process takes no signal but these two.
    if (process.platform !== 'win32') this.kill('SIGCONT')
    const timer = new AbortController()
    await Promise.race([this.end, delay(grace, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
    this.kill('SIGKILL')
    await this.end
  }

  private keep(bytes: Buffer): void {
    const [first = '', ...rest] = bytes.toString('utf8').split(/\r?\n/)
    this.lines.push(`${this.lines.pop() ?? ''}${first}`, ...rest)
    if (this.lines.length > tailLines * 4) this.lines = this.lines.slice(-tailLines * 2)
  }
}

/**
 * A shell that waits on a pipe which only our process holds: when we are gone, even by SIGKILL, the pipe closes, and
 * the shell ends the server and removes its folder. (Windows has no such shell; there the server may outlive a crash.)
 */
function watchOver(pid: number, launch: Launch): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined
  const words = launch.lastWords ?? ['kill', '-9', String(pid)]
  const script = 'while read -r line; do :; done; "$@" 2>/dev/null; sleep 1; [ -z "$FOLDER" ] || rm -rf "$FOLDER"'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', ...words], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'], FOLDER: launch.removeAfter ?? '' },
    detached: true
  })
  guard.on('error', () => undefined)
  guard.unref()
  return guard
}
