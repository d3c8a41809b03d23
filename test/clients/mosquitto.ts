import { type ChildProcess, spawn } from 'node:child_process'
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findProgram } from '../../src/engine/servers/find.js'
import { freePort } from '../../src/engine/servers/probe.js'
import { type Certificates, makeCertificates } from './certificates.js'

/** A broker of another make, as people have one: with users, TLS and WebSocket. */
export interface Mosquitto {
  readonly certificates: Certificates
  readonly ports: Readonly<Record<ListenerName, number>>
  stop(): Promise<void>
}

const listenerNames = ['tcp', 'ws', 'tls', 'wss', 'mutual'] as const
type ListenerName = (typeof listenerNames)[number]

/** Its one user, who may publish and subscribe to everything outside `secret/`. */
export const user = { username: 'reader', password: 'open sesame' }

const program = await findProgram(['mosquitto'], ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'])
const openssl = await findProgram(['openssl'])

/** Why there is none, in brackets; empty where there is one. */
export const reason = program !== undefined && openssl !== undefined ? '' : '(not on this machine: mosquitto, openssl)'

/** Call it only where `reason` is empty. */
export async function startMosquitto(): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-mosquitto-'))
  const certificates = await makeCertificates(folder)
  const ports = Object.fromEntries(
    await Promise.all(listenerNames.map(async (name) => [name, await freePort()]))
  ) as Record<ListenerName, number>
  const file = (name: string): string => join(folder, name)
  await writeFile(file('passwords'), passwordLine(user))
  await writeFile(file('acl'), `user ${user.username}\ntopic readwrite #\ntopic deny secret/#\n`)
  await writeFile(file('mosquitto.conf'), configuration(ports, certificates, file))
  const broker = spawn(program ?? '', ['-c', file('mosquitto.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  broker.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  while (!(await isListening(ports.mutual))) {
    if (broker.exitCode !== null) throw new Error(`mosquitto ended: ${said}`)
    await delay(20)
  }
  return {
    certificates,
    ports,
    stop: async () => {
      await ended(broker)
      await rm(folder, { recursive: true, force: true })
    }
  }
}

function configuration(
  ports: Readonly<Record<ListenerName, number>>,
  { ca, server }: Certificates,
  file: (name: string) => string
): string {
  const tls = [`cafile ${ca}`, `certfile ${server.certificate}`, `keyfile ${server.key}`]
  const lines = [
    // As root it would become another user, who cannot read the folder.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    'allow_anonymous false',
    `password_file ${file('passwords')}`,
    `acl_file ${file('acl')}`,
    `listener ${ports.tcp} 127.0.0.1`,
    `listener ${ports.ws} 127.0.0.1`,
    'protocol websockets',
    `listener ${ports.tls} 127.0.0.1`,
    ...tls,
    `listener ${ports.wss} 127.0.0.1`,
    'protocol websockets',
    ...tls,
    `listener ${ports.mutual} 127.0.0.1`,
    ...tls,
    'require_certificate true'
  ]
  return `${lines.join('\n')}\n`
}

/** As mosquitto_passwd writes it: PBKDF2 with SHA-512. */
function passwordLine({ username, password }: typeof user): string {
  const salt = randomBytes(12)
  const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512')
  return `${username}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}\n`
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  await new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill()
  })
}
