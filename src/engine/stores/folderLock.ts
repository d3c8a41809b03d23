import { createHash } from 'node:crypto'
import { realpath, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Takes a folder for this process; undefined where another process has it. The lock is a local socket that is listened
 * on: it is gone with the process, however that ends, which a file with a process id is not.
 */
export async function lockFolder(folder: string): Promise<FolderLock | undefined> {
  const name = `mqtt-offline-inspector-${createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 32)}`
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
  const server = await listen(path)
  if (server !== undefined) return new FolderLock(server)
  if (await isAnswered(path)) return undefined
  // Left behind by a process that was killed.
  await unlink(path).catch(() => undefined)
  const second = await listen(path)
  return second === undefined ? undefined : new FolderLock(second)
}

export class FolderLock {
  constructor(private readonly server: Server) {}

  release(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)
    )
    // The lock alone keeps no process alive.
    server.listen(path, () => resolve(server.unref()))
  })
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
