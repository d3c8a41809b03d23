import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type ServerName, serverNames } from '../../src/engine/servers/server.js'
import { AppError, wordsOf } from '../../src/shared/errors.js'
import { ServerPool } from './serverPool.js'

/**
 * The servers that test files share belong to this process; a test file asks for one over HTTP, and the first that
 * asks starts it. So a run of one file starts only what it needs.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pool = new ServerPool()
  const desk = createServer((request, response) => {
    const name = serverNames.find((known) => request.url === `/${known}`)
    if (name === undefined) {
      response.writeHead(404).end()
      return
    }
    pool.get(name).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(500).end(describe(error))
    )
  })
  desk.requestTimeout = 0
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  project.provide('serverDesk', `http://127.0.0.1:${String((desk.address() as AddressInfo).port)}`)
  // A full run needs all of them: those that take longest are started while the first tests run.
  for (const name of (process.env['TEST_SERVERS'] ?? '').split(',').filter(isServerName)) {
    pool.get(name).catch(() => undefined)
  }
  return async () => {
    desk.close()
    await pool.stop()
  }
}

function describe(error: unknown): string {
  const { message, cause } = AppError.from(error)
  return cause === undefined ? message : `${message}: ${wordsOf(cause)}`
}

function isServerName(name: string): name is ServerName {
  return (serverNames as readonly string[]).includes(name)
}

declare module 'vitest' {
  interface ProvidedContext {
    serverDesk: string
  }
}
