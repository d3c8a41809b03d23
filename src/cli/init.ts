import { openStore } from '../engine/stores/registry.js'
import type { Store } from '../engine/stores/store.js'
import { readConfig } from '../engine/workspace/config.js'
import { AppError } from '../shared/errors.js'
import type { Resource } from '../shared/workspace.js'
import type { Terminal } from './index.js'

export interface InitOptions {
  readonly config: string
  readonly resource?: string
  /** Also the index of its own that a store offers. */
  readonly index: boolean
  readonly dryRun: boolean
}

/** Shows, and unless it is a dry run sends, what creates the database, keyspace, table or index of each resource. */
export async function init({ config, resource, index, dryRun }: InitOptions, terminal: Terminal): Promise<number> {
  const { resources, dataDir } = await readConfig(config)
  const chosen = resources.filter(({ id }) => resource === undefined || id === resource)
  if (chosen.length === 0) throw new AppError('resource_unknown', { resource: resource ?? '' })
  let exitCode = 0
  for (const each of chosen) if (!(await initOne(each, dataDir, { index, dryRun }, terminal))) exitCode = 1
  return exitCode
}

async function initOne(
  resource: Resource,
  dataDir: string,
  { index, dryRun }: Pick<InitOptions, 'index' | 'dryRun'>,
  terminal: Terminal
) {
  const store = openStore(resource, { dataDir })
  try {
    const isThere = await make(store, resource, 'init', dryRun, terminal)
    if (index && isThere && store.topicIndex !== undefined) {
      await make(store.topicIndex, resource, 'index', dryRun, terminal)
    }
    return true
  } catch (cause) {
    const { error, texts } = terminal
    error(`${resource.id}: ${texts.error(AppError.from(cause).toInfo())}`)
    return false
  } finally {
    await store.close()
  }
}

/** Resolves to whether it is there now. */
async function make(
  part: Pick<Store, 'plan' | 'init'>,
  { id, readOnly }: Resource,
  words: 'init' | 'index',
  dryRun: boolean,
  { out, texts }: Terminal
): Promise<boolean> {
  const { state, statements, notes } = await part.plan()
  out(texts.text(`${words}_${state}`, { resource: id }))
  for (const statement of statements) out(statement)
  for (const note of notes) out(texts.text('init_note', { note: texts.text(`note:${note}`) }))
  if (state === 'ready') return true
  if (dryRun) return false
  if (readOnly) throw new AppError('resource_read_only', { resource: id })
  await part.init()
  out(texts.text(`${words}_done`, { resource: id }))
  return true
}
