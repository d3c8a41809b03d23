import { findProgram, runProgram } from './find.js'
import { host } from './probe.js'
import type { DockerImage } from './recipe.js'
import type { Launch } from './child.js'

/** Time in ms for the daemon to answer. */
const patience = 5000

/** The docker program, when its daemon answers. */
export async function findDocker(): Promise<string | undefined> {
  const program = await findProgram(['docker'])
  if (program === undefined) return undefined
  try {
    await runProgram(program, ['version', '--format', '{{.Server.Version}}'], { signal: AbortSignal.timeout(patience) })
    return program
  } catch {
    return undefined
  }
}

/** In the foreground, so that the container's log is ours and it ends with its client. */
export function dockerLaunch(program: string, image: DockerImage, name: string, port: number, folder: string): Launch {
  const environment = Object.entries(image.environment).flatMap(([key, value]) => ['-e', `${key}=${value}`])
  const ports = ['-p', `${host}:${String(port)}:${String(image.port)}`]
  return {
    command: program,
    args: ['run', '--rm', '--name', name, ...ports, ...environment, image.image, ...image.args],
    folder,
    stopSignal: 'SIGTERM',
    lastWords: [program, 'rm', '-f', name]
  }
}
