import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Child } from '../../src/engine/servers/child.js'
import { openFolder } from '../../src/engine/servers/folder.js'
import type { Installation, Recipe } from '../../src/engine/servers/recipe.js'
import { SingleServer } from '../../src/engine/servers/singleServer.js'

let scratch = ''
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'supervision-'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const node = (script: string): Parameters<typeof Child.start>[0] => ({
  command: process.execPath,
  args: ['-e', script],
  folder: tmpdir(),
  stopSignal: 'SIGTERM'
})

/** A server that greets whoever connects, after what else it does. */
const greeter = `
  const port = Number(process.argv[1])
  const attempts = require('fs').existsSync('attempts') ? 1 : 0
  require('fs').writeFileSync('attempts', String(port) + '\\n', { flag: 'a' })
  const serve = () => require('net').createServer((s) => s.end('hello')).listen(port, '127.0.0.1')
`

function recipeOf(script: string): Recipe {
  const installation: Installation = {
    origin: 'path',
    description: 'a greeter',
    prepare: () => Promise.resolve(),
    launch: ({ folder, port }) => ({
      command: process.execPath,
      args: ['-e', `${greeter}\n${script}`, String(port)],
      folder,
      stopSignal: 'SIGTERM'
    })
  }
  return {
    backend: 'redis',
    type: 'backend_redis_single',
    probe: { accepts: (answer) => answer.toString() === 'hello' },
    config: (server) => ({ server }),
    docker: { image: '', port: 0, environment: {}, args: [] },
    aptPackages: [],
    find: () => Promise.resolve(installation),
    patience: 5000
  }
}

async function serverOf(script: string, dataDir?: string): Promise<SingleServer> {
  const recipe = recipeOf(script)
  const installation = await recipe.find()
  if (installation === undefined) throw new Error('no installation')
  return new SingleServer('redis', recipe, { installation }, await openFolder(dataDir, undefined), undefined, undefined)
}

describe('a child process', () => {
  it('ends when it is asked to', async () => {
    const child = Child.start(node('console.log("up"); setInterval(() => {}, 1000)'))
    await expect.poll(() => child.tail).toBe('up')
    expect(child.running).toBe(true)
    await child.stop()
    expect(child.running).toBe(false)
  })

  it('keeps its last words', async () => {
    const child = Child.start(node('for (let i = 0; i < 1000; i++) console.error("line", i); process.exitCode = 1'))
    await child.end
    await expect.poll(() => child.tail.split('\n').at(-1)).toBe('line 999')
    expect(child.tail.split('\n').length).toBeLessThanOrEqual(40)
  })

  it('is over at once when there is no such program', async () => {
    const child = Child.start({ ...node(''), command: join(scratch, 'no-such-program') })
    await child.end
    expect(child.running).toBe(false)
    expect(child.tail).toMatch(/ENOENT/)
    await child.stop()
  })

  it.skipIf(process.platform === 'win32')('ends and leaves no folder when we are killed', async () => {
    // A process of its own stands for us; it needs the compiled class.
    const source = await readFile(new URL('../../src/engine/servers/child.ts', import.meta.url), 'utf8')
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
    })
    await writeFile(join(scratch, 'child.mjs'), outputText)
    const folder = await mkdtemp(join(scratch, 'removed-'))
    const launch = { ...node('setInterval(() => {}, 1000)'), folder, removeAfter: folder }
    await writeFile(
      join(scratch, 'us.mjs'),
      `import { Child } from './child.mjs'
       console.log(Child.start(${JSON.stringify(launch)}).pid)`
    )
    const us = spawn(process.execPath, [join(scratch, 'us.mjs')])
    const [said] = (await once(us.stdout, 'data')) as [Buffer]
    const pid = Number(said.toString())
    expect(isAlive(pid)).toBe(true)
    us.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  })
})

describe('a server', () => {
  it('takes another port when its own was taken in between', async () => {
    const server = await serverOf(
      'if (attempts === 0) { console.error("address in use"); process.exit(1) } else serve()'
    )
    await server.start()
    expect(server.pids).toHaveLength(1)
    await server.stop()
    expect(server.pids).toEqual([])
  })

  it('tells with its last words why it does not start', async () => {
    const server = await serverOf('console.error("no room on the disk"); process.exit(3)')
    await expect(server.start()).rejects.toThrow('no room on the disk')
    await server.stop()
  })

  it('is given up when it never answers', async () => {
    const recipe = { ...recipeOf('setInterval(() => {}, 1000)'), patience: 300 }
    const installation = await recipe.find()
    if (installation === undefined) throw new Error('no installation')
    const folder = await openFolder(undefined, undefined)
    const server = new SingleServer('redis', recipe, { installation }, folder, undefined, undefined)
    await expect(server.start()).rejects.toThrow(/no answer/)
    expect(server.pids).toEqual([])
    await server.stop()
    expect(existsSync(folder.path)).toBe(false)
  })

  it('keeps a data folder that was asked for', async () => {
    const dataDir = join(scratch, 'kept')
    const server = await serverOf('serve()', dataDir)
    await server.start()
    await server.stop()
    expect(existsSync(join(dataDir, 'attempts'))).toBe(true)
  })

  it('keeps its port when it is started again', async () => {
    const server = await serverOf('serve()')
    await server.start()
    const before = server.config
    await server.kill('SIGKILL')
    await server.restart()
    expect(server.config).toEqual(before)
    await server.stop()
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
