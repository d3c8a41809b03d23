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

/** A port that is free now. Another program may take it before the server does: starting is tried again then. */
export async function freePort(highest = 65_535): Promise<number> {
  for (;;) {
    const port = await anyPort()
    if (port <= highest) return port
  }
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'))
        else resolve(address.port)
      })
    })
  })
}
