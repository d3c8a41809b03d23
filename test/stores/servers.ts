/** Where a test finds a server: named by an env URL. */
export interface TestServer {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly database: string
}

export function serverFor(name: 'pgsql'): TestServer | undefined {
  const url = process.env[{ pgsql: 'TEST_POSTGRESQL_URL' }[name]]
  if (url === undefined) return undefined
  const { hostname, port, username, password, pathname } = new URL(url)
  return { host: hostname, port: Number(port), username, password, database: pathname.slice(1) }
}
