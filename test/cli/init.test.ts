import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { init } from '../../src/cli/init.js'
import { makeTexts } from '../../src/cli/texts.js'
import { reasonFor, serverFor } from '../setup/servers.js'

const server = await serverFor('pgsql')

describe.skipIf(server === undefined)(`init ${reasonFor('pgsql')}`, () => {
  if (server === undefined) return
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-init-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('makes database, table and, when asked to, the index; each statement is shown, and a dry run sends none', async () => {
    const database = `init_${randomBytes(4).toString('hex')}`
    const config = join(folder, 'config.json')
    const resource = { id: 'pg', type: server.type, config: { ...server.config, database } }
    await writeFile(config, JSON.stringify({ resources: [resource] }))
    const lines: string[] = []
    const say = (line: string) => lines.push(line.split('\n')[0] ?? '')
    const run = async (index: boolean, dryRun: boolean) => {
      lines.length = 0
      expect(await init({ config, index, dryRun }, { out: say, error: say, texts: makeTexts({}) })).toBe(0)
      return lines
    }
    const missing = ['pg: missing; the statements:', `CREATE DATABASE "${database}"`, 'CREATE TABLE mqtt_msg (']
    const create = 'CREATE INDEX CONCURRENTLY mqtt_msg_topic_id ON mqtt_msg (topic, id)'
    expect(await run(true, true)).toEqual(missing)
    expect(await run(false, false)).toEqual([...missing, 'pg: created.'])
    const withoutIndex = ['pg: everything is there.', 'pg: no index by topic; the statement:', create]
    expect(await run(true, true)).toEqual(withoutIndex)
    expect(await run(true, false)).toEqual([...withoutIndex, 'pg: the index was made.'])
    expect(await run(true, false)).toEqual(['pg: everything is there.', 'pg: the index by topic is there.'])
  })

  it('shows what is missing of a resource that is read only, and sends none of it', async () => {
    const database = `init_${randomBytes(4).toString('hex')}`
    const config = join(folder, 'readOnly.json')
    const resource = { id: 'pg', type: server.type, readOnly: true, config: { ...server.config, database } }
    await writeFile(config, JSON.stringify({ resources: [resource] }))
    const lines: string[] = []
    const say = (line: string) => lines.push(line)
    const run = () => init({ config, index: false, dryRun: false }, { out: say, error: say, texts: makeTexts({}) })
    expect(await run()).toBe(1)
    expect(lines.at(-1)).toMatch(/^pg: Resource pg is set to read only/)
    expect(await run()).toBe(1)
    expect(lines.filter((line) => line === 'pg: missing; the statements:')).toHaveLength(2)
  })
})
