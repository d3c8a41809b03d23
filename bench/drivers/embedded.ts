import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import ddl from '../../resources/ddl/postgresql.sql?raw'
import type { Driver } from './driver.js'
import { arraysOf, fillStatement, fillValues, insertArrays } from './postgresql.js'

/** A database of its own on disk: one folder can have but one user. */
export async function openEmbedded(): Promise<Driver> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'))
  const database = await PGlite.create({ dataDir: join(folder, 'pglite') })
  await database.exec(ddl)
  return {
    ways: { 'unnest of arrays': (rows) => database.query(insertArrays, arraysOf(rows)) },
    async clear() {
      await database.exec('truncate mqtt_msg')
    },
    async isEmpty() {
      return (await database.query('select 1 from mqtt_msg limit 1')).rows.length === 0
    },
    async fill(filling) {
      await database.query(fillStatement, fillValues(filling))
    },
    async close() {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
