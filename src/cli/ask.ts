import { isUtf8 } from 'node:buffer'
import { openStore } from '../engine/stores/registry.js'
import { readConfig } from '../engine/workspace/config.js'
import type { Cell } from '../shared/storeLook.js'
import { AppError } from '../shared/errors.js'
import type { Terminal } from './index.js'

export interface AskOptions {
  readonly config: string
  readonly resource: string
  /** One line in the backend's own language; what writes is refused. */
  readonly line: string
}

/** Asks a resource's store as its own shell would, and prints one JSON object a row. */
export async function ask({ config, resource, line }: AskOptions, { out, error, texts }: Terminal): Promise<number> {
  const { resources, dataDir } = await readConfig(config)
  const chosen = resources.find(({ id }) => id === resource)
  if (chosen === undefined) throw new AppError('resource_unknown', { resource })
  const store = openStore(chosen, { dataDir })
  try {
    const { columns, rows, isCut } = await store.ask(line)
    for (const cells of rows)
      out(JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, shown(cells[at])]))))
    if (isCut) error(texts.text('ask_cut', { count: rows.length }))
    return 0
  } finally {
    await store.close()
  }
}

/** Bytes as text where they are text. */
function shown(cell: Cell | undefined): unknown {
  if (!(cell instanceof Uint8Array)) return cell ?? null
  return isUtf8(cell) ? Buffer.from(cell).toString() : { base64: Buffer.from(cell).toString('base64') }
}
