import { openStore } from '../engine/stores/registry.js'
import { readConfig } from '../engine/workspace/config.js'
import { AppError } from '../shared/errors.js'
import type { Resource } from '../shared/workspace.js'
import type { Terminal } from './index.js'

export interface InitOptions {
  readonly config: string
  readonly resource?: string
  readonly dryRun: boolean
}

/** Shows, and unless it is a dry run sends, what creates the database, keyspace or table of each resource. */
export async function init({ config, resource, dryRun }: InitOptions, terminal: Terminal): Promise<number> {
  const { resources, dataDir } = await readConfig(config)
  const chosen = resources.filter(({ id }) => resource === undefined || id === resource)
  if (chosen.length === 0) throw new AppError('resource_unknown', { resource: resource ?? '' })
  let exitCode = 0
  for (const each of chosen) if (!(await initOne(each, dataDir, dryRun, terminal))) exitCode = 1
  return exitCode
}

async function initOne(resource: Resource, dataDir: string, dryRun: boolean, { out, error, texts }: Terminal) {
  const store = openStore(resource, { dataDir })
  try {
    const { state, statements, notes } = await store.plan()
    out(texts.text(`init_${state}`, { resource: resource.id }))
    for (const statement of statements) out(statement)
    for (const note of notes) out(texts.text('init_note', { note }))
    if (state === 'missing' && !dryRun) {
      await store.init()
      out(texts.text('init_done', { resource: resource.id }))
    }
    return true
  } catch (cause) {
    error(`${resource.id}: ${texts.error(AppError.from(cause).toInfo())}`)
    return false
  } finally {
    await store.close()
  }
}
