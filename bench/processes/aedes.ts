import { type AddressInfo, createServer } from 'node:net'
import { Aedes } from 'aedes'
import { answer } from './desk.js'

/** Aedes alone, with the memory persistence that it comes with. */
const calls = {
  /** Resolves to its port. */
  async start(): Promise<number> {
    const aedes = await Aedes.createBroker()
    const server = createServer({ noDelay: true }, (socket) => void aedes.handle(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
}

export type AedesCalls = typeof calls

answer(calls)
