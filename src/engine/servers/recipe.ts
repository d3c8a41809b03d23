import type { BackendName, ResourceTypeName } from '../../shared/resourceTypes.js'
import type { ParameterValues } from '../../shared/parameters.js'
import type { Launch, SystemUser } from './child.js'
import type { Probe } from './probe.js'
import type { ServerStep } from './server.js'

/** What is known of one backend's server: data, and the few steps that differ. `startServer` does the rest. */
export interface Recipe {
  readonly backend: BackendName
  readonly type: ResourceTypeName
  readonly probe: Probe
  /** The resource config for a server at `host:port`. */
  config(address: string): ParameterValues
  readonly docker: DockerImage
  /** Debian's packages for it; empty where Debian has none. */
  readonly aptPackages: readonly string[]
  /** Looks on the PATH, in the usual folders, and among what was obtained before. */
  find(): Promise<Installation | undefined>
  /** Gets it from other package registries than Debian's. */
  obtain?(context: ObtainContext): Promise<void>
  /** Longest time in ms from the start to the first answer. */
  readonly patience: number
}

export interface ObtainContext {
  readonly progress: (step: ServerStep, what: string) => void
  readonly signal: AbortSignal | undefined
}

export interface DockerImage {
  readonly image: string
  readonly port: number
  readonly environment: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

/** A program that was found. */
export interface Installation {
  readonly origin: 'path' | 'obtained'
  readonly description: string
  /** The system user it has to run as when we are root, because it refuses root. */
  readonly systemUser?: string
  /** Fills the data folder; runs before each start, and does nothing twice. */
  prepare(place: Place): Promise<void>
  launch(place: Place): Launch
  /** What can be done only once it answers; runs after each start. */
  settle?(place: Place): Promise<void>
}

/** Where one server lives. */
export interface Place {
  readonly folder: string
  readonly port: number
  readonly user: SystemUser | undefined
  readonly signal: AbortSignal | undefined
}
