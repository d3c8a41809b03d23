import type { BackendName } from '../../shared/resourceTypes.js'
import { systemFamily } from './apt.mjs'

const docker = 'https://docs.docker.com/get-docker/'

/** By backend, then by system; a system that is not listed has no package, and Docker is the way there. */
const lines: Readonly<Record<BackendName, Readonly<Record<string, string>>>> = {
  pgsql: {
    debian: 'sudo apt-get install postgresql',
    fedora: 'sudo dnf install postgresql-server',
    arch: 'sudo pacman -S postgresql',
    alpine: 'sudo apk add postgresql',
    suse: 'sudo zypper install postgresql-server',
    darwin: 'brew install postgresql@17',
    win32: 'winget install PostgreSQL.PostgreSQL.17'
  },
  redis: {
    debian: 'sudo apt-get install redis-server',
    fedora: 'sudo dnf install redis',
    arch: 'sudo pacman -S valkey',
    alpine: 'sudo apk add redis',
    suse: 'sudo zypper install redis',
    darwin: 'brew install redis'
  },
  mysql: {
    debian: 'sudo apt-get install mariadb-server',
    fedora: 'sudo dnf install mariadb-server',
    arch: 'sudo pacman -S mariadb',
    alpine: 'sudo apk add mariadb',
    suse: 'sudo zypper install mariadb',
    darwin: 'brew install mariadb',
    win32: 'winget install MariaDB.Server'
  },
  cassa: { darwin: 'brew install cassandra' },
  mongo: { darwin: 'brew tap mongodb/brew && brew install mongodb-community', win32: 'winget install MongoDB.Server' }
}

const dockerLines: Readonly<Record<string, string>> = {
  debian: 'sudo apt-get install docker.io',
  fedora: 'sudo dnf install moby-engine',
  arch: 'sudo pacman -S docker',
  alpine: 'sudo apk add docker',
  suse: 'sudo zypper install docker'
}

/** What a person types to get this server on this system. */
export function installLine(backend: BackendName, family: string = systemFamily()): string {
  return lines[backend][family] ?? dockerLines[family] ?? docker
}
