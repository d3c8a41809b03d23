import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../src/engine/servers/find.js'
import { freePort, untilAnswered } from '../src/engine/servers/probe.js'
import { connectFrame } from './load/frames.js'

const probe = {
  send: connectFrame('probe', true),
  accepts: (answer: Buffer) => answer[0] === 0x20
}

/** A mosquitto that keeps what it queues on disk, as durable as it can be had. */
export class Mosquitto {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
    private readonly folder: string
  ) {}

  static async find(): Promise<string | undefined> {
    return findProgram(['mosquitto'], ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'])
  }

  static async start(program: string): Promise<Mosquitto> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'))
    const port = await freePort()
    const file = join(folder, 'mosquitto.conf')
    const lines = [
      `listener ${String(port)} 127.0.0.1`,
      'allow_anonymous true',
      'persistence true',
      `persistence_location ${folder}/`,
      // After every `autosave_interval` changes, which is 1,800 where nothing else is said (mosquitto.conf(5)).
      'autosave_on_changes true',
      // Its default drops what goes beyond 1,000.
      'max_queued_messages 0',
      'log_dest none',
      ...(process.getuid?.() === 0 ? ['user root'] : [])
    ]
    await writeFile(file, `${lines.join('\n')}\n`)
    const child = spawn(program, ['-c', file], { stdio: 'ignore' })
    await untilAnswered(port, probe, 10_000)
    return new Mosquitto(child, port, folder)
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    this.process.kill('SIGKILL')
    await ended
    await rm(this.folder, { recursive: true, force: true })
  }
}
