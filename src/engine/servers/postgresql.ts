import { chown, realpath, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findIn, findProgram, isThere, runProgram } from './find.js'
import { host } from './probe.js'
import type { Installation, Place, Recipe } from './recipe.js'

const username = 'postgres'
const password = 'public'

export const postgresql: Recipe = {
  backend: 'pgsql',
  type: 'backend_pgsql',
  probe: {
    send: startupMessage(),
    // `R` asks for the password; while the server is starting or recovering it is `E`.
    accepts: (answer) => answer[0] === 0x52
  },
  config: (server) => ({ server, database: 'mqtt', username, password }),
  docker: { image: 'postgres:17', port: 5432, environment: { POSTGRES_PASSWORD: password }, args: [] },
  aptPackages: ['postgresql'],
  find,
  patience: 60_000
}

async function find(): Promise<Installation | undefined> {
  const program = await findProgram(
    ['postgres'],
    [
      '/usr/lib/postgresql/*/bin',
      '/usr/pgsql-*/bin',
      '/opt/homebrew/opt/postgresql@*/bin',
      '/usr/local/opt/postgresql@*/bin',
      'C:\\Program Files\\PostgreSQL\\*\\bin'
    ]
  )
  if (program === undefined) return undefined
  // Beside it, for a machine may have several versions; Debian's postgres on the PATH may be a link to the real place.
  const initdb = await findIn([dirname(program), dirname(await realpath(program))], 'initdb')
  if (initdb === undefined) return undefined
  const version = await runProgram(program, ['--version'])
  return {
    origin: 'path',
    description: `${version.trim()} (${program})`,
    systemUser: 'postgres',
    prepare: (place) => prepare(initdb, place),
    launch: ({ folder, port, user }) => ({
      command: program,
      args: ['-D', join(folder, 'data'), '-h', host, '-p', String(port), '-k', '', '-c', 'max_connections=200'],
      folder,
      user,
      environment: { LC_ALL: 'C' },
      // "Fast shutdown": SIGTERM would wait until every client has left by itself.
      stopSignal: 'SIGINT'
    })
  }
}

async function prepare(initdb: string, { folder, user, signal }: Place): Promise<void> {
  const data = join(folder, 'data')
  if (await isThere(join(data, 'PG_VERSION'))) return
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid)
  try {
    const choices = ['-U', username, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-locale', '--no-sync']
    await runProgram(initdb, ['-D', data, `--pwfile=${passwordFile}`, ...choices], { cwd: folder, user, signal })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** PostgreSQL's protocol 3.0: length, version, then names and values, each ended by a zero byte. */
function startupMessage(): Buffer {
  const body = Buffer.from(`user\0${username}\0database\0postgres\0\0`, 'latin1')
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length, 0)
  head.writeUInt32BE(0x0003_0000, 4)
  return Buffer.concat([head, body])
}
