import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { canInstallPackages, installPackages } from './apt.mjs'
import { cacheFolder, scratchFolder } from './cacheFolder.mjs'
import {
  cassandraLogback,
  cassandraPom,
  cassandraProperties,
  cassandraVersion,
  cassandraYaml,
  javaArguments
} from './cassandraFiles.js'
import { findProgram, findPrograms, isThere, runProgram } from './find.js'
import { freePort, host } from './probe.js'
import type { Installation, ObtainContext, Place, Recipe } from './recipe.js'

const username = 'root'
const password = 'public'

export const cassandra: Recipe = {
  backend: 'cassa',
  type: 'backend_cassa',
  // An OPTIONS request of the native protocol 4, and the first byte of its answer.
  probe: { send: Buffer.from([4, 0, 0, 0, 5, 0, 0, 0, 0]), accepts: (answer) => answer[0] === 0x84 },
  config: (nodes) => ({ nodes, keyspace: 'mqtt', username, password }),
  docker: {
    image: 'cassandra:5',
    port: 9042,
    environment: { MAX_HEAP_SIZE: '768M', HEAP_NEWSIZE: '128M' },
    args: []
  },
  aptPackages: [],
  find: async () => (await findInstalled()) ?? (await findJars()),
  obtain,
  patience: 180_000
}

/** Cassandra 5 runs on these. */
const javaVersions = ['17', '11']

async function findJava(): Promise<string | undefined> {
  const home = process.env['JAVA_HOME']
  const folders = javaVersions.flatMap((version) => [
    `/usr/lib/jvm/java-${version}-openjdk*/bin`,
    `/opt/homebrew/opt/openjdk@${version}*/bin`,
    `/usr/local/opt/openjdk@${version}*/bin`
  ])
  for (const java of await findPrograms(['java'], home === undefined ? folders : [join(home, 'bin'), ...folders])) {
    const version = await runProgram(java, ['--version']).catch(() => '')
    if (javaVersions.includes(/^\S+ (\d+)/.exec(version)?.[1] ?? '')) return java
  }
  return undefined
}

/** A distribution on the PATH: its launcher, our configuration. */
async function findInstalled(): Promise<Installation | undefined> {
  const program = await findProgram(['cassandra'], ['/opt/cassandra/bin', '/usr/sbin'])
  if (program === undefined) return undefined
  const version = (await runProgram(program, ['-v'])).trim()
  return {
    origin: 'path',
    description: `Cassandra ${version} (${program})`,
    prepare,
    launch: ({ folder }) => ({
      command: program,
      args: ['-f', '-R', '-Dcassandra.jmx.local.port=0', ...cassandraProperties(folder)],
      folder,
      environment: { MAX_HEAP_SIZE: '768M', HEAP_NEWSIZE: '128M', CASSANDRA_LOG_DIR: folder },
      stopSignal: 'SIGTERM'
    }),
    settle: makeAccount
  }
}

function jarsFolder(): string {
  return join(cacheFolder(), `cassandra-${cassandraVersion}`)
}

async function findJars(): Promise<Installation | undefined> {
  const jars = jarsFolder()
  const java = (await isThere(jars)) ? await findJava() : undefined
  if (java === undefined) return undefined
  return {
    origin: 'obtained',
    description: `Cassandra ${cassandraVersion} (${jars})`,
    prepare,
    launch: ({ folder }) => ({ command: java, args: javaArguments(jars, folder), folder, stopSignal: 'SIGTERM' }),
    settle: makeAccount
  }
}

async function obtain({ progress, signal }: ObtainContext): Promise<void> {
  const packages = [
    ...((await findJava()) === undefined ? ['openjdk-17-jre-headless'] : []),
    ...((await findProgram(['mvn'])) === undefined ? ['maven'] : [])
  ]
  if (packages.length > 0 && canInstallPackages()) {
    progress('installing', packages.join(' '))
    await installPackages(packages)
  }
  const maven = await findProgram(['mvn'])
  if (maven === undefined || (await isThere(jarsFolder()))) return
  progress('downloading', `Cassandra ${cassandraVersion} (57 MB)`)
  const scratch = await scratchFolder()
  try {
    await writeFile(join(scratch, 'pom.xml'), cassandraPom)
    const choices = ['-DincludeScope=runtime', '-DoutputDirectory=lib', '-Dmaven.repo.local=repository']
    // -C: a file whose checksum is wrong ends it.
    await runProgram(maven, ['-B', '-q', '-C', 'dependency:copy-dependencies', ...choices], { cwd: scratch, signal })
    await rename(join(scratch, 'lib'), jarsFolder())
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function prepare({ folder, port }: Place): Promise<void> {
  await writeFile(join(folder, 'cassandra.yaml'), cassandraYaml(folder, port, await freePort()))
  await writeFile(join(folder, 'logback.xml'), cassandraLogback)
}

/** Time in ms for Cassandra to make its own first account, which it does some time after it takes connections. */
const accountPatience = 60_000

/** The chapter's account, made as the chapter makes it: by the account that a new Cassandra has. */
async function makeAccount({ port, signal }: Place): Promise<void> {
  const deadline = Date.now() + accountPatience
  for (;;) {
    signal?.throwIfAborted()
    if (await canLogIn(port, username, password)) return
    try {
      await query(
        port,
        'cassandra',
        'cassandra',
        `CREATE ROLE IF NOT EXISTS ${username} WITH PASSWORD = '${password}' AND SUPERUSER = true AND LOGIN = true`
      )
    } catch (error) {
      if (Date.now() > deadline) throw error
      await delay(200)
    }
  }
}

async function canLogIn(port: number, name: string, secret: string): Promise<boolean> {
  return query(port, name, secret, 'SELECT key FROM system.local').then(
    () => true,
    () => false
  )
}

async function query(port: number, name: string, secret: string, statement: string): Promise<void> {
  // Only here: it takes a while to load, and every start would wait for it.
  const { auth, Client } = await import('cassandra-driver')
  const client = new Client({
    contactPoints: [`${host}:${String(port)}`],
    localDataCenter: 'datacenter1',
    authProvider: new auth.PlainTextAuthProvider(name, secret)
  })
  try {
    await client.execute(statement)
  } finally {
    await client.shutdown()
  }
}
