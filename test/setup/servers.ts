import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { RunningServer, ServerName, StartOptions } from '../../src/engine/servers/server.js'
import { startServer } from '../../src/engine/servers/startServer.js'
import { type Answer, type TestServer, whyMissing } from './serverPool.js'

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

/** A server for one test file alone, which may kill it and has to stop it; undefined as with `serverFor`. */
export async function privateServerFor(
  name: ServerName,
  onProgress?: StartOptions['onProgress']
): Promise<RunningServer | undefined> {
  try {
    return await startServer(name, { obtain: true, onProgress })
  } catch (error) {
    reasons.set(name, whyMissing(error))
    return undefined
  }
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
      text(response).then((body) => {
        if (response.statusCode === 200) resolve(JSON.parse(body) as Answer)
        else reject(new Error(body))
      }, reject)
    })
    request.on('error', reject)
  })
}
