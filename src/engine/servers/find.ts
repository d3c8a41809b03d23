import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import { delimiter, dirname, basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { SystemUser } from './child.js'

const run = promisify(execFile)

/**
 * The full path of the first of these programs on the PATH or in one of the folders. A folder may have one `*`, for a
 * version; the highest is tried first.
 */
export async function findProgram(
  names: readonly string[],
  folders: readonly string[] = []
): Promise<string | undefined> {
  return (await findPrograms(names, folders))[0]
}

/** The full paths of all of them. */
export async function findPrograms(names: readonly string[], folders: readonly string[] = []): Promise<string[]> {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const all = [...onPath, ...(await Promise.all(folders.map(expand))).flat()]
  const found = await Promise.all(names.flatMap((name) => all.map((folder) => findIn([folder], name))))
  return found.filter((path) => path !== undefined)
}

/** The full path of a program in the first of these folders that has it. */
export async function findIn(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
    if (await isExecutable(path)) return path
  }
  return undefined
}

async function expand(folder: string): Promise<string[]> {
  const star = folder.indexOf('*')
  if (star < 0) return [folder]
  const before = dirname(`${folder.slice(0, star)}x`)
  const prefix = basename(folder.slice(0, star + 1)).replace('*', '')
  const after = folder.slice(star + 1)
  const entries = await readdir(before).catch(() => [])
  const byVersion = new Intl.Collator('en', { numeric: true })
  return entries
    .filter((entry) => entry.startsWith(prefix))
    .sort((a, b) => byVersion.compare(b, a))
    .map((entry) => join(before, entry + after))
}

export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  )
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false
  )
}

/** The user that a server has to run as when we are root; undefined when we are not, or on Windows. */
export async function userFor(name: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const idOf = async (user: string, flag: string): Promise<number> => Number((await run('id', [flag, user])).stdout)
  for (const user of [name, 'nobody']) {
    try {
      return { uid: await idOf(user, '-u'), gid: await idOf(user, '-g') }
    } catch {
      // No such user on this system.
    }
  }
  return undefined
}

/** Runs a program to its end; resolves to what it printed. Rejects with its last lines as the message. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: NodeJS.ProcessEnv
    readonly user?: SystemUser | undefined
    readonly signal?: AbortSignal | undefined
  } = {}
): Promise<string> {
  const { cwd, env, user, signal } = options
  try {
    const { stdout } = await run(command, args, {
      cwd,
      env: { ...process.env, ...env },
      signal,
      maxBuffer: 32 * 1024 ** 2,
      windowsHide: true,
      ...user
    })
    return stdout
  } catch (error) {
    const { stderr = '', stdout = '', message = '' } = error as { stderr?: string; stdout?: string; message?: string }
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n')
    throw new Error(said === '' ? message : said, { cause: error })
  }
}
