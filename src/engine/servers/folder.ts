import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { SystemUser } from './child.js'

/** The folder that one server lives in. */
export interface Folder {
  readonly path: string
  /** Whether it goes when the server does. */
  readonly temporary: boolean
  remove(): Promise<void>
}

/** Where root keeps the data of servers that run as another user, when that user cannot get at root's own files. */
const systemFolder = '/var/lib/mqtt-offline-inspector'

/** A folder that only the server's user can read: `dataDir`, which stays, or a new one among the temporary files. */
export async function openFolder(dataDir: string | undefined, user: SystemUser | undefined): Promise<Folder> {
  const temporary = dataDir === undefined
  const path = temporary ? await mkdtemp(join(tmpdir(), 'mqtt-offline-inspector-')) : await placeFor(dataDir, user)
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

/** The full path of `dataDir`, or, where the user cannot get there, of one that always stands for it. */
export async function placeFor(dataDir: string, user: SystemUser | undefined): Promise<string> {
  const path = resolve(dataDir)
  if (user === undefined || (await canPass(dirname(path), user))) return path
  await mkdir(systemFolder, { recursive: true })
  await chmod(systemFolder, 0o711)
  return join(systemFolder, createHash('sha256').update(path).digest('hex').slice(0, 16))
}

/** Whether a user may pass through a folder and all above it; those that are missing are made first. */
async function canPass(folder: string, { uid, gid }: SystemUser): Promise<boolean> {
  await mkdir(folder, { recursive: true })
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid: owner, gid: group } = await stat(path)
    const search = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
    if ((mode & search) === 0) return false
    if (path === dirname(path)) return true
  }
}
