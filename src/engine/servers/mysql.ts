import { chown, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findProgram, isThere, runProgram } from './find.js'
import { host } from './probe.js'
import type { Installation, Place, Recipe } from './recipe.js'

const user = 'root'
const password = 'public'

/**
 * The chapter's account. The server knows a client of this machine by its name or by its address; which of both it was
 * made with depends on the server.
 */
const accounts = ['localhost', host].flatMap((from) => [
  `CREATE USER IF NOT EXISTS '${user}'@'${from}';`,
  `ALTER USER '${user}'@'${from}' IDENTIFIED BY '${password}';`,
  `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'${from}' WITH GRANT OPTION;`
])

export const mysql: Recipe = {
  backend: 'mysql',
  type: 'backend_mysql',
  // The greeting: three bytes of length, a sequence number, and the protocol's version; 0xff there is an error.
  probe: { accepts: (answer) => answer[4] === 10 },
  config: (server) => ({ server, database: 'mqtt', user, password }),
  docker: { image: 'mysql:8.4', port: 3306, environment: { MYSQL_ROOT_PASSWORD: password }, args: [] },
  aptPackages: ['mariadb-server'],
  find,
  patience: 90_000
}

async function find(): Promise<Installation | undefined> {
  const program = await findProgram(
    ['mariadbd', 'mysqld'],
    [
      '/usr/sbin',
      '/usr/libexec',
      '/opt/homebrew/opt/mariadb*/bin',
      '/opt/homebrew/opt/mysql*/bin',
      '/usr/local/opt/mariadb*/bin',
      '/usr/local/opt/mysql*/bin',
      'C:\\Program Files\\MariaDB *\\bin',
      'C:\\Program Files\\MySQL\\MySQL Server *\\bin'
    ]
  )
  if (program === undefined) return undefined
  const version = (await runProgram(program, ['--version'])).trim()
  const isMaria = version.includes('MariaDB')
  const installer = isMaria
    ? await findProgram(['mariadb-install-db', 'mysql_install_db'], [dirname(program), '/usr/bin'])
    : program
  if (installer === undefined) return undefined
  return {
    origin: 'path',
    description: `${/Ver (.*)$/.exec(version)?.[1] ?? version} (${program})`,
    systemUser: 'mysql',
    prepare: (place) => prepare(installer, isMaria, place),
    launch: ({ folder, port, user: owner }) => ({
      command: program,
      args: [
        '--no-defaults',
        `--datadir=${join(folder, 'data')}`,
        `--bind-address=${host}`,
        `--port=${String(port)}`,
        // In the folder of the data: a socket's whole path has to be short (104 bytes on macOS), and nobody uses it.
        '--socket=socket',
        `--pid-file=${join(folder, 'pid')}`,
        `--init-file=${join(folder, 'accounts.sql')}`,
        '--skip-name-resolve',
        ...(isMaria ? [] : ['--mysqlx=OFF'])
      ],
      folder,
      user: owner,
      stopSignal: 'SIGTERM'
    })
  }
}

async function prepare(installer: string, isMaria: boolean, { folder, user: owner, signal }: Place): Promise<void> {
  const data = join(folder, 'data')
  const file = join(folder, 'accounts.sql')
  await writeFile(file, accounts.join('\n'), { mode: 0o600 })
  if (owner !== undefined) await chown(file, owner.uid, owner.gid)
  if (await isThere(join(data, 'mysql'))) return
  await mkdir(data, { recursive: true, mode: 0o700 })
  if (owner !== undefined) await chown(data, owner.uid, owner.gid)
  // --force: it would not begin where the machine's own name cannot be looked up, which we have no need of.
  const args = isMaria
    ? ['--auth-root-authentication-method=normal', '--skip-test-db', '--force']
    : ['--initialize-insecure']
  await runProgram(installer, ['--no-defaults', `--datadir=${data}`, ...args], { cwd: folder, user: owner, signal })
}
