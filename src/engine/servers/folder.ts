import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { SystemUser } from './child.js'

/** The folder that one server lives in. */
export interface Folder {
  readonly path: string
  /** Whether it goes when the server does. */
  readonly temporary: boolean
  remove(): Promise<void>
}

/** A folder that only the server's user can read: `dataDir`, which stays, or a new one among the temporary files. */
export async function openFolder(dataDir: string | undefined, user: SystemUser | undefined): Promise<Folder> {
  const temporary = dataDir === undefined
  const path = temporary ? await mkdtemp(join(tmpdir(), 'mqtt-offline-inspector-')) : resolve(dataDir)
  await mkdir(path, { recursive: true })
  if (user !== undefined) await chown(path, user.uid, user.gid)
  await chmod(path, 0o700)
  return {
    path,
    temporary,
    // A process that was killed a moment ago may still be writing: removing is tried again.
    remove: () => (temporary ? rm(path, { recursive: true, force: true, maxRetries: 5 }) : Promise.resolve())
  }
}
