import type { UpdateView } from '../shared/updates.js'
import type { Build } from './build.js'

interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
  readonly build: Build
}

/**
 * Whether the program can put a new version in its own place. A deb or rpm belongs to the system's package manager, an
 * unpacked archive and Windows' portable program to whoever unpacked them, and macOS replaces only what is signed.
 */
export function updateWay({ platform, environment, build }: Surroundings): UpdateView['way'] {
  if (build.build === 'source') return 'page'
  switch (platform) {
    case 'linux':
      return environment['APPIMAGE'] === undefined ? 'page' : 'install'
    case 'win32':
      return environment['PORTABLE_EXECUTABLE_FILE'] === undefined ? 'install' : 'page'
    case 'darwin':
      return build.signed ? 'install' : 'page'
    default:
      return 'page'
  }
}
