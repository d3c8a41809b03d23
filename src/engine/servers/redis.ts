import { findProgram, runProgram } from './find.js'
import { host } from './probe.js'
import type { Installation, Recipe } from './recipe.js'

export const redis: Recipe = {
  backend: 'redis',
  type: 'backend_redis_single',
  // While it reads its data from disk it answers with an error.
  probe: { send: Buffer.from('PING\r\n'), accepts: (answer) => answer.toString('latin1').startsWith('+PONG') },
  config: (server) => ({ server, database: 0, password: '' }),
  docker: { image: 'redis:7', port: 6379, environment: {}, args: ['redis-server', '--appendonly', 'yes'] },
  aptPackages: ['redis-server'],
  find: findRedis,
  patience: 30_000
}

/** With the append-only file, for what was saved must be there after a kill. */
export async function findRedis(): Promise<Installation | undefined> {
  const program = await findProgram(
    ['redis-server', 'valkey-server'],
    ['/opt/homebrew/opt/redis/bin', '/usr/local/opt/redis/bin']
  )
  if (program === undefined) return undefined
  const version = await runProgram(program, ['--version'])
  return {
    origin: 'path',
    description: `${/^\S+ server v=\S+|^.*$/m.exec(version)?.[0] ?? 'Redis'} (${program})`,
    prepare: () => Promise.resolve(),
    launch: ({ folder, port }) => ({
      command: program,
      args: ['--bind', host, '--port', String(port), '--dir', folder, '--appendonly', 'yes', '--save', ''],
      folder,
      stopSignal: 'SIGTERM'
    })
  }
}
