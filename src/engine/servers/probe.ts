import { connect, createServer } from 'node:net'

/** How to tell that a server answers clients: bytes to send, and what the first answer has to look like. */
export interface Probe {
  readonly send?: Buffer
  accepts(answer: Buffer): boolean
}

export const host = '127.0.0.1'

/** Time in ms for one answer. */
const patience = 2000

/** Asks once. A port that takes connections is not enough: Docker's does so before the server in the container. */
export function answers(port: number, probe: Probe): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const finish = (result: boolean): void => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(patience, () => finish(false))
    socket.once('connect', () => {
      if (probe.send !== undefined) socket.write(probe.send)
    })
    socket.once('data', (answer: Buffer) => finish(probe.accepts(answer)))
    socket.once('error', () => finish(false))
    socket.once('close', () => resolve(false))
  })
}

/** A port that is free now. Another program may take it before the server does: starting is tried again then. */
export function freePort(): Promise<number> {
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
