import { findProgram, runProgram } from './find.js'
import { host } from './probe.js'
import type { Installation, Recipe } from './recipe.js'

/** With the append-only file, for what was saved must be there after a kill. */
const persistent = ['--appendonly', 'yes', '--save', '']

/** A Redis with these arguments, before those that say where it is. */
export function redisWith(
  argumentsFor: (folder: string) => readonly string[],
  prepare: (folder: string) => Promise<void> = () => Promise.resolve()
): Recipe {
  return {
    backend: 'redis',
    type: 'backend_redis_single',
    // While it reads its data from disk it answers with an error.
    probe: { send: Buffer.from('PING\r\n'), accepts: (answer) => answer.toString('latin1').startsWith('+PONG') },
    config: (server) => ({ server, database: 0, password: '' }),
    docker: { image: 'redis:7', port: 6379, environment: {}, args: ['redis-server', ...persistent] },
    aptPackages: ['redis-server'],
    find: () => find(argumentsFor, prepare),
    patience: 30_000
  }
}

export const redis = redisWith(() => persistent)

async function find(
  argumentsFor: (folder: string) => readonly string[],
  prepare: (folder: string) => Promise<void>
): Promise<Installation | undefined> {
  const program = await findProgram(
    ['redis-server', 'valkey-server'],
    ['/opt/homebrew/opt/redis/bin', '/usr/local/opt/redis/bin']
  )
  if (program === undefined) return undefined
  const version = /v=(\S+)/.exec(await runProgram(program, ['--version']))?.[1] ?? ''
  return {
    origin: 'path',
    description: `Redis ${version} (${program})`,
    prepare: ({ folder }) => prepare(folder),
    launch: ({ folder, port }) => ({
      command: program,
      args: [...argumentsFor(folder), '--bind', host, '--port', String(port), '--dir', folder],
      folder,
      stopSignal: 'SIGTERM'
    })
  }
}
