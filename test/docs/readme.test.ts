import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgram } from '../../src/engine/servers/find.js'
import { reasonFor, serverFor } from '../setup/servers.js'

const root = resolve(import.meta.dirname, '../..')
const readme = await readFile(join(root, 'README.md'), 'utf8')
const server = await serverFor('pgsql')
const mosquitto = await findProgram(['mosquitto_pub'])
const why = `${reasonFor('pgsql')}${mosquitto === undefined ? '(not on this machine: mosquitto_pub, mosquitto_sub)' : ''}`

/** The commands that README shows, as a person would type them. */
const commands = Array.from(readme.matchAll(/^(?:\| `)?((?:npm|mosquitto_)[^`\n]+)/gm), ([, line = '']) =>
  line.replace(/ +# .*/, '')
)

/** Run by tests of their own: the window, all tests, the demo, all servers, the measurements. */
const elsewhere = [/^npm ci && npm (start|test)$/, / --get-servers /, / demo( --scenario FILE)?$/, /^npm run bench$/]

/** Run below, on one PostgreSQL and in this order, however README orders them. */
const shown = (part: string): string => {
  const found = commands.filter((line) => line.includes(part) && !elsewhere.some((each) => each.test(line)))
  expect(found, part).toHaveLength(1)
  return found[0] ?? ''
}

describe.skipIf(server === undefined || mosquitto === undefined)(`the commands of README ${why}`, () => {
  let folder: string
  let serving: ChildProcess
  let port: string

  const inShell = (command: string): string =>
    `exec ${command.replace('npm run -s cli --', `"${process.execPath}" "${join(root, 'scripts', 'cli.mjs')}"`)}`
  const run = async (command: string): Promise<string> => {
    const { stdout } = await promisify(execFile)('sh', ['-c', inShell(command)], { cwd: folder })
    return stdout
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-readme-'))
    const config = JSON.parse(/```json\n([^]+?)```/.exec(readme)?.[1] ?? '') as {
      readonly resources: readonly { readonly config: object }[]
    }
    const [resource] = config.resources
    // Its own database on the server of the tests, and a free port.
    const ours = { ...resource, config: { ...resource?.config, ...server?.config, database: 'readme' } }
    const listeners = { tcp: { host: '127.0.0.1', port: 0 } }
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, listeners, resources: [ours] }))
  })

  afterAll(async () => {
    serving.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  it('init makes what the configuration needs, and ask asks it', async () => {
    await run(shown(' init '))
    expect(await run(shown(' ask '))).toBe('')
  })

  it('serve says where it listens', async () => {
    serving = spawn('sh', ['-c', inShell(shown(' serve '))], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(serving.stdout ?? serving, 'data')) as [Buffer]
    port = /:(\d+)$/.exec((JSON.parse(line.toString()) as { readonly tcp: string }).tcp)?.[1] ?? ''
    expect(port).not.toBe('')
  })

  it('mosquitto_pub saves, mosquitto_sub gets it and acknowledges, and the row is gone', async () => {
    await run(`${shown('mosquitto_pub')} -p ${port}`)
    expect(await run(shown(' ask '))).toContain('hello')
    expect(await run(`${shown('mosquitto_sub')} -p ${port} -C 1`)).toBe('hello\n')
    await expect.poll(() => run(shown(' ask ')), { timeout: 20_000 }).toBe('')
  })

  it('rule-test answers', async () => {
    expect(await run(shown(' rule-test '))).toMatch(/\S/)
  })

  it('there are no others', () => {
    const here = [' init ', ' ask ', ' serve ', ' rule-test ', 'mosquitto_pub ', 'mosquitto_sub ']
    const run = commands.filter((line) => here.some((part) => line.includes(part)))
    const known = commands.filter((line) => elsewhere.some((each) => each.test(line)))
    expect([...run, ...known].toSorted()).toEqual(commands.toSorted())
    expect(run).toHaveLength(here.length)
  })
})
