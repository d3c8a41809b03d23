import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A feed on this machine that offers one version, and remembers what it was asked. */
export interface Feed {
  readonly url: string
  readonly asked: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  /** Gives other bytes than those that the feed has the hash of. */
  tamper(): void
  close(): Promise<void>
}

export async function openFeed(version: string, program: string): Promise<Feed> {
  const asked: { path: string; headers: IncomingHttpHeaders }[] = []
  let given = program
  const sha512 = createHash('sha512').update(program).digest('base64')
  const name = `mqtt-offline-inspector-${version}-linux-x86_64.AppImage`
  const latest = JSON.stringify({
    version,
    files: [{ url: name, sha512, size: program.length }],
    path: name,
    sha512,
    releaseDate: '2026-12-01T00:00:00.000Z',
    releaseNotes: '### Added\n\n- <b>Something</b> good.'
  })
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    asked.push({ path, headers: request.headers })
    // The names differ by system; what is offered is the same.
    if (/^\/latest.*\.yml$/.test(path)) response.end(latest)
    else if (path === `/${name}`) response.end(given)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    asked,
    tamper: () => {
      given = program.replace('exit 0', 'exit 1')
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
