import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import goMod from '../../../resources/servers/ferretdb/go.mod?raw'
import goSum from '../../../resources/servers/ferretdb/go.sum?raw'
import mainGo from '../../../resources/servers/ferretdb/main.go?raw'
import { canInstallPackages, installPackages } from './apt.mjs'
import { cacheFolder, scratchFolder } from './cacheFolder.mjs'
import { findProgram, isThere, runProgram } from './find.js'
import { findGo } from './go.js'
import { host } from './probe.js'
import type { Installation, ObtainContext, Recipe } from './recipe.js'

/** FerretDB speaks MongoDB's protocol and can be had as source from Go's module proxy; MongoDB itself cannot. */
const ferretVersion = '1.24.2'

/** OP_MSG of MongoDB's wire protocol. */
const messageCode = 2013

export const mongodb: Recipe = {
  backend: 'mongo',
  type: 'backend_mongo_single',
  probe: { send: helloMessage(), accepts: (answer) => answer.length > 16 && answer.readInt32LE(12) === messageCode },
  config: (servers) => ({ servers, database: 'mqtt', login: '', password: '' }),
  docker: { image: 'mongo:7', port: 27017, environment: {}, args: [] },
  aptPackages: [],
  find: async () => (await findMongod()) ?? (await findFerret()),
  obtain,
  patience: 60_000
}

async function findMongod(): Promise<Installation | undefined> {
  const program = await findProgram(
    ['mongod'],
    [
      '/opt/homebrew/opt/mongodb-community*/bin',
      '/usr/local/opt/mongodb-community*/bin',
      'C:\\Program Files\\MongoDB\\Server\\*\\bin'
    ]
  )
  if (program === undefined) return undefined
  const version = (await runProgram(program, ['--version'])).split('\n')[0] ?? ''
  return {
    origin: 'path',
    description: `MongoDB ${version.replace(/^db version v/, '')} (${program})`,
    prepare: async ({ folder }) => {
      await mkdir(join(folder, 'data'), { recursive: true })
    },
    launch: ({ folder, port }) => ({
      command: program,
      args: ['--dbpath', join(folder, 'data'), '--bind_ip', host, '--port', String(port), '--nounixsocket'],
      folder,
      stopSignal: 'SIGTERM'
    })
  }
}

function ferretProgram(): string {
  return join(cacheFolder(), `ferretdb-${ferretVersion}`, process.platform === 'win32' ? 'ferretdb.exe' : 'ferretdb')
}

async function findFerret(): Promise<Installation | undefined> {
  const program = ferretProgram()
  if (!(await isThere(program))) return undefined
  return {
    origin: 'obtained',
    description: `FerretDB ${ferretVersion} (${program})`,
    prepare: async ({ folder }) => {
      await mkdir(join(folder, 'data'), { recursive: true })
    },
    launch: ({ folder, port }) => ({
      command: program,
      args: ['-listen', `${host}:${String(port)}`, '-data', join(folder, 'data')],
      folder,
      stopSignal: 'SIGTERM'
    })
  }
}

async function obtain({ progress, signal }: ObtainContext): Promise<void> {
  if ((await findProgram(['go'], ['/usr/local/go/bin'])) === undefined && canInstallPackages()) {
    progress('installing', 'golang-go')
    await installPackages(['golang-go'])
  }
  const go = await findGo()
  if (go === undefined) return
  progress('building', `FerretDB ${ferretVersion}`)
  const scratch = await scratchFolder()
  try {
    const sources = { 'go.mod': goMod, 'go.sum': goSum, 'main.go': mainGo }
    for (const [name, text] of Object.entries(sources)) await writeFile(join(scratch, name), text)
    const program = ferretProgram()
    const built = join(scratch, 'built')
    await runProgram(
      go,
      ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', built, '.'],
      {
        cwd: scratch,
        env: { CGO_ENABLED: '0' },
        signal
      }
    )
    await mkdir(join(program, '..'), { recursive: true })
    await rename(built, program)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** `{hello: 1, $db: 'admin'}` as BSON in an OP_MSG: length, request, answer to, code; flags; kind; document. */
function helloMessage(): Buffer {
  const fields = Buffer.concat([
    Buffer.from('\x10hello\0\x01\0\0\0', 'latin1'),
    Buffer.from('\x02$db\0\x06\0\0\0admin\0', 'latin1'),
    Buffer.from([0])
  ])
  const message = Buffer.alloc(16 + 4 + 1 + 4)
  message.writeInt32LE(message.length + fields.length, 0)
  message.writeInt32LE(1, 4)
  message.writeInt32LE(messageCode, 12)
  message.writeInt32LE(4 + fields.length, 21)
  return Buffer.concat([message, fields])
}
