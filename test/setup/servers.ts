import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { ServerName } from '../../src/engine/servers/server.js'
import type { Answer, TestServer } from './serverPool.js'

const reasons = new Map<ServerName, string>()

/**
 * A real server that all test files share, started when the first asks; undefined when there is none to be had, and
 * `reasonFor` tells why. Use a database, keyspace or key prefix of your own in it.
 *
 *     const server = await serverFor('pgsql')
 *     describe.skipIf(server === undefined)(`PostgreSQL ${reasonFor('pgsql')}`, …)
 */
export async function serverFor(name: ServerName): Promise<TestServer | undefined> {
  const answer = await ask(name)
  if ('server' in answer) return answer.server
  reasons.set(name, answer.reason)
  return undefined
}

/** Why `serverFor` gave nothing, in brackets; empty when it did. */
export function reasonFor(name: ServerName): string {
  const reason = reasons.get(name)
  return reason === undefined ? '' : `(${reason})`
}

/** Not `fetch`, which gives up after five minutes: a first start may download and build for longer. */
function ask(name: ServerName): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get(`${inject('serverDesk')}/${name}`, { agent: false }, (response) => {
      text(response).then((body) => resolve(JSON.parse(body) as Answer), reject)
    })
    request.on('error', reject)
  })
}
