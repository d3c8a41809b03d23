import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ownCertificate } from '../../src/engine/certificates/ownCertificate.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'

const script = resolve(import.meta.dirname, '../../scripts/cli.mjs')
let folder: string
const children: ChildProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-cli-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Run {
  readonly child: ChildProcess
  readonly out: () => string
  readonly error: () => string
  readonly exit: Promise<number | null>
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  children.push(child)
  let out = ''
  let error = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()))
  const exit = new Promise<number | null>((done) => child.on('close', done))
  return { child, out: () => out, error: () => error, exit }
}

async function configFile(name: string, config: unknown): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config))
  return file
}

const embedded = {
  listeners: { tcp: { host: '127.0.0.1', port: 0 }, ws: { host: '127.0.0.1', port: 0, path: '/mqtt' } },
  dataDir: './data',
  resources: [{ id: 'pg', type: 'backend_pgsql', config: { server: 'embedded' } }],
  rules: [
    {
      id: 'offline',
      enabled: true,
      rawsql: chapterSql,
      actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'pg' } }]
    }
  ]
}

function withAction(action: Record<string, unknown>): Record<string, unknown> {
  return { ...embedded.rules[0], actions: [{ params: {}, ...action }] }
}

async function ready(server: Run): Promise<{ tcp: string; ws: string }> {
  while (!server.out().includes('\n')) {
    if (server.child.exitCode !== null) throw new Error(server.error())
    await new Promise((done) => setTimeout(done, 20))
  }
  return JSON.parse(server.out()) as { tcp: string; ws: string }
}

describe('serve', () => {
  it('says on one line of stdout where it listens, keeps messages over a restart, and ends with 0 at SIGTERM', async () => {
    const file = await configFile('serve.json', embedded)
    const first = run('serve', '--config', file)
    const { tcp, ws } = await ready(first)
    expect({ tcp, ws }).toEqual({
      tcp: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
      ws: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/mqtt$/) as string
    })
    const publisher = await mqtt.connectAsync(`mqtt://${tcp}`, { reconnectPeriod: 0 })
    await publisher.publishAsync('t/1', 'hello', { qos: 1 })
    await publisher.endAsync()
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(first.out().trim().split('\n')).toHaveLength(1)

    const second = run('serve', '--config', file)
    const subscriber = await mqtt.connectAsync((await ready(second)).ws, { reconnectPeriod: 0 })
    const received = new Promise<string>((done) =>
      subscriber.on('message', (_topic, payload) => done(payload.toString()))
    )
    await subscriber.subscribeAsync('t/1', { qos: 1 })
    expect(await received).toBe('hello')
    await subscriber.endAsync()
    second.child.kill('SIGINT')
    expect(await second.exit).toBe(0)
  })

  it('tells of TLS listeners where it has some; their files are beside the configuration', async () => {
    const file = await configFile('tls.json', {})
    const { certificate } = await ownCertificate(join(dirname(file), 'certificates'))
    const files = { certificate: 'certificates/localhost.pem', key: 'certificates/localhost.key' }
    const listeners = { tls: { port: 0, ...files }, wss: { port: 0, ...files } }
    await writeFile(file, JSON.stringify({ listeners }))
    const server = run('serve', '--config', file)
    await ready(server)
    const said = JSON.parse(server.out()) as Record<string, unknown>
    expect(Object.keys(said)).toEqual(['ready', 'tls', 'wss'])
    for (const url of [said['tls'], said['wss']]) {
      const client = await mqtt.connectAsync(String(url), { ca: await readFile(certificate), reconnectPeriod: 0 })
      await client.publishAsync('t', 'x', { qos: 1 })
      await client.endAsync()
    }
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })

  it('ends with 1 and names the file when a certificate is gone', async () => {
    const listeners = { tcp: { port: 0 }, tls: { port: 0, certificate: 'gone.pem', key: 'gone.key' } }
    const file = await configFile('gone.json', { listeners })
    const server = run('serve', '--config', file)
    expect(await server.exit).toBe(1)
    expect({ out: server.out(), names: server.error().includes(join(dirname(file), 'gone.pem')) }).toEqual({
      out: '',
      names: true
    })
  })

  it('starts though a resource cannot be reached', async () => {
    const away = { id: 'pg', type: 'backend_pgsql', config: { server: '127.0.0.1:1', database: 'mqtt', username: 'x' } }
    const server = run('serve', '--config', await configFile('away.json', { ...embedded, resources: [away] }))
    await ready(server)
    await expect.poll(server.error).toContain('127.0.0.1:1')
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })

  it('republishes, logs and does nothing as its configuration says, also as a fallback', async () => {
    const rules = [
      {
        id: 'relay',
        rawsql: 'SELECT payload.temp AS temp, clientid FROM "in/#"',
        on_action_failed: 'continue',
        actions: [
          { name: 'republish', params: { target_topic: 'out/${clientid}', payload_tmpl: '${temp}' } },
          // A topic with a wildcard in it: that fails, and then the fallbacks are taken.
          {
            name: 'republish',
            params: { target_topic: 'out/${temp}' },
            fallbacks: [
              { name: 'inspect', params: {} },
              { name: 'do_nothing', params: {} }
            ]
          }
        ]
      }
    ]
    const server = run('serve', '--config', await configFile('relay.json', { ...embedded, resources: [], rules }))
    const client = await mqtt.connectAsync(`mqtt://${(await ready(server)).tcp}`, { clientId: 'me' })
    const received = new Promise<string>((done) => client.on('message', (_topic, payload) => done(String(payload))))
    await client.subscribeAsync('out/me')
    await client.publishAsync('in/1', '{"temp": "#"}', { qos: 1 })
    expect(await received).toBe('#')
    await expect.poll(server.error).toContain('{"temp":"#","clientid":"me"}')
    await client.endAsync()
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })

  it('ends with 1 and names the port when it is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => other.once('listening', done))
    const address = other.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const server = run(
      'serve',
      '--config',
      await configFile('port.json', { ...embedded, listeners: { tcp: { port } } })
    )
    expect(await server.exit).toBe(1)
    expect({ out: server.out(), names: server.error().includes(String(port)) }).toEqual({ out: '', names: true })
    other.close()
  })

  it.each([
    ['an unknown key', { ...embedded, listners: {} }, 'listners: unknown key; allowed: listeners, dataDir'],
    [
      'an unknown key deep down',
      { ...embedded, resources: [{ ...embedded.resources[0], config: { server: 'a:1', databse: 'x' } }] },
      'resources[0].config.databse: unknown key; allowed: server, database'
    ],
    ['a wrong type', { ...embedded, listeners: { tcp: { port: '1883' } } }, 'listeners.tcp.port:'],
    [
      'an unknown resource type',
      { ...embedded, resources: [{ id: 'a', type: 'backend_oracle', config: {} }] },
      'resources[0].type:'
    ],
    [
      'broken SQL',
      { ...embedded, rules: [{ ...embedded.rules[0], rawsql: 'SELECT * FROM WHERE' }] },
      'rules[0].rawsql: line 1, column 15: expected'
    ],
    [
      'a fallback that is no action',
      { ...embedded, rules: [withAction({ name: 'inspect', fallbacks: [{ name: 'webhook', params: {} }] })] },
      'rules[0].actions[0].fallbacks[0].name:'
    ],
    [
      'a wildcard to republish to',
      { ...embedded, rules: [withAction({ name: 'republish', params: { target_topic: 'a/#' } })] },
      'rules[0].actions[0].params.target_topic:'
    ],
    ['an unknown resource', { ...embedded, resources: [] }, 'rules[0].actions: no resource'],
    ['two of one id', { ...embedded, resources: [...embedded.resources, ...embedded.resources] }, 'resources[1].id:'],
    ['no JSON', '{ broken', 'not JSON']
  ])('ends with 2 and one line a fault for %s', async (name, config, line) => {
    const server = run('serve', '--config', await configFile(`${name.replaceAll(' ', '-')}.json`, config))
    expect(await server.exit).toBe(2)
    expect(server.error()).toContain(line)
    expect(server.out()).toBe('')
  })
})

describe('demo', () => {
  it('runs the whole cycle on the built-in PostgreSQL', async () => {
    const demo = run('demo', '--json')
    expect(await demo.exit).toBe(0)
    const report = JSON.parse(demo.out()) as { backend: string; ok: boolean; steps: { step: string; ok: boolean }[] }
    expect([report.backend, report.ok, report.steps.map(({ step, ok }) => `${step} ${String(ok)}`)]).toEqual([
      'embedded',
      true,
      ['save true', 'deliver true', 'delete true']
    ])
  })

  it('plays a scenario from a file, every step told, and fails where one does not happen', async () => {
    const expected = { step: 'prepare', run: [{ disconnect: 'subscriber' }, { ready: 'store' }] }
    const published = { step: 'save', run: [{ publish: { payload: 'x', qos: 0 } }, { expect: 'stored' }] }
    const file = await configFile('qos0.json', { id: 'qos0', backend: 'pgsql', steps: [expected, published] })
    const demo = run('demo', '--scenario', file, '--json')
    expect(await demo.exit).toBe(1)
    const report = JSON.parse(demo.out()) as { ok: boolean; steps: { step: string; ok: boolean }[] }
    expect(report.steps.map(({ step, ok }) => `${step} ${String(ok)}`)).toEqual(['prepare true', 'save false'])
    const wrong = run('demo', '--scenario', await configFile('wrong.json', { id: 'x', backend: 'pgsql', steps: [{}] }))
    expect(await wrong.exit).toBe(2)
    expect(wrong.error()).toContain('steps[0]')
  })
})

describe('ask', () => {
  it('prints one JSON object a row, and refuses what writes', async () => {
    const file = await configFile('ask.json', { ...embedded, dataDir: './asked' })
    const init = run('init', '--config', file)
    expect(await init.exit).toBe(0)
    const count = run('ask', '--config', file, '--resource', 'pg', 'select count(*) from mqtt_msg')
    expect([await count.exit, count.out()]).toEqual([0, '{"count(*)":"0"}\n'])
    const write = run('ask', '--config', file, '--resource', 'pg', 'delete from mqtt_msg')
    expect([await write.exit, write.out()]).toEqual([1, ''])
    expect(write.error()).toContain('delete')
  })
})

describe('arguments', () => {
  it.each([
    [['serve'], '--config'],
    [['demo', '--backend', 'oracle'], 'oracle'],
    [['nonsense'], 'nonsense'],
    [['rule-test'], '--sql'],
    [['serve', '--config', '/does/not/exist.json'], '/does/not/exist.json']
  ])('%j end with 2 and say what is wrong', async (args, word) => {
    const command = run(...args)
    expect(await command.exit).toBe(2)
    expect(command.error()).toContain(word)
  })
})

describe('rule-test', () => {
  it('prints the output, no match, or the error with its place', async () => {
    const matches = run(
      'rule-test',
      '--sql',
      `SELECT payload.x as x FROM "t/#"`,
      '--event',
      '{"payload":"{\\"x\\":1}","topic":"t/1"}'
    )
    const differs = run('rule-test', '--sql', `SELECT * FROM "t/#" WHERE topic = 'u'`)
    const broken = run('rule-test', '--sql', 'SELECT * FROM')
    expect([await matches.exit, await differs.exit, await broken.exit]).toEqual([0, 0, 1])
    expect([matches.out().trim(), differs.out().trim()]).toEqual(['{"match":true,"output":{"x":1}}', '{"match":false}'])
    expect(broken.error()).toContain('column 14')
  })
})
