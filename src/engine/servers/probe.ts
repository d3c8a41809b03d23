import { randomInt } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** How to tell that a server answers clients: bytes to send, and what the first answer has to look like. */
export interface Probe {
  readonly send?: Buffer
  accepts(answer: Buffer): boolean
}

export const host = '127.0.0.1'

/** Time in ms for one answer. */
const answerTime = 2000

/** Asks once. A port that takes connections is not enough: Docker's does so before the server in the container. */
function answers(port: number, probe: Probe): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const finish = (result: boolean): void => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(answerTime, () => finish(false))
    socket.once('connect', () => {
      if (probe.send !== undefined) socket.write(probe.send)
    })
    socket.once('data', (answer: Buffer) => finish(probe.accepts(answer)))
    socket.once('error', () => finish(false))
    socket.once('close', () => resolve(false))
  })
}

/** Time in ms between two questions to a server that is starting. */
const interval = 50

/** Asks again and again; rejects when it takes longer than the patience in ms, or when `check` throws. */
export async function untilAnswered(port: number, probe: Probe, patience: number, check?: () => void): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await answers(port, probe))) {
    check?.()
    if (Date.now() > deadline) throw new Error(`no answer on port ${String(port)} yet`)
    await delay(interval)
  }
}

/**
 * Below what systems give out by themselves (Linux from 32,768, macOS and Windows from 49,152): nobody who asks for any
 * port gets one whose server is being started again. Also with the 10,000 that a Redis Cluster node adds for its bus.
 */
const ports = { first: 12_000, count: 10_000 }

/** So many are tried: some may be in use, and Windows keeps whole ranges for itself. */
const tries = 1000

let last = randomInt(ports.count)

/**
 * A port that is free now, and another one each time. Another program may take it before the server does: starting is
 * tried again then.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    last = (last + 1) % ports.count
    const port = ports.first + last
    try {
      await tryPort(port)
      return port
    } catch (error) {
      if (attempt === tries) throw error
    }
  }
}

function tryPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => server.close(() => resolve()))
  })
}
