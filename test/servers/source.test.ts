import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../src/shared/errors.js'
import { findProgram } from '../../src/engine/servers/find.js'
import { installLine } from '../../src/engine/servers/installLine.js'
import { startServer } from '../../src/engine/servers/startServer.js'

describe('where a server comes from', () => {
  let folder = ''

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'source-'))
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  async function program(path: string, text: string): Promise<void> {
    await writeFile(join(folder, path), `#!/bin/sh\n${text}\n`)
    await chmod(join(folder, path), 0o755)
  }

  it('names the install line of what is not there', async () => {
    vi.stubEnv('PATH', folder)
    const error: unknown = await startServer('mongo', { obtain: false }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).toInfo()).toEqual({
      code: 'server_missing',
      data: { backend: 'mongo', install: installLine('mongo') }
    })
  })

  it.skipIf(process.platform !== 'linux')('is Docker when its daemon answers', async (context) => {
    // A real Redis stands for one in a container.
    const redis = await findProgram(['redis-server'])
    if (redis === undefined) return context.skip('redis-server is not on this machine')
    vi.stubEnv('PATH', folder)
    await program('docker', `case "$1" in run) port=\${6#*:}; exec ${redis} --port "\${port%:*}" ;; esac`)
    const server = await startServer('redis', { obtain: false })
    expect(server.origin).toBe('docker')
    expect(server.description).toBe('redis:7')
    await server.stop()
  })

  it.skipIf(process.platform === 'win32')('tells why it could not be obtained', async () => {
    await program('java', 'echo "openjdk 17.0.1"')
    await program('mvn', 'echo "Could not transfer artifact" >&2; exit 1')
    vi.stubEnv('PATH', folder)
    const error: unknown = await startServer('cassa', { obtain: true }).catch((reason: unknown) => reason)
    expect((error as AppError).toInfo()).toEqual({
      code: 'server_missing',
      data: { backend: 'cassa', install: installLine('cassa') },
      detail: 'Could not transfer artifact'
    })
  })

  it('is not Docker when its daemon is not there', async () => {
    await program('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1')
    vi.stubEnv('PATH', folder)
    await expect(startServer('cassa', { obtain: false })).rejects.toMatchObject({ code: 'server_missing' })
  })

  it('can be given up while it starts', async () => {
    const reason = new Error('changed my mind')
    const starting = startServer('redis', {
      obtain: false,
      signal: AbortSignal.abort(reason)
    })
    await expect(starting).rejects.toBe(reason)
  })

  it('has an install line for every backend on every system', () => {
    for (const backend of ['redis', 'mysql', 'pgsql', 'cassa', 'mongo'] as const) {
      for (const family of ['debian', 'fedora', 'arch', 'alpine', 'suse', 'darwin', 'win32', 'plan9']) {
        expect(installLine(backend, family)).toMatch(/^(sudo|brew|winget|https:)/)
      }
    }
    expect(installLine('pgsql', 'debian')).toBe('sudo apt-get install postgresql')
    expect(installLine('mongo', 'debian')).toBe('sudo apt-get install docker.io')
  })

  it('tries the highest version of a folder first', async () => {
    for (const version of ['9', '17', '16']) {
      await mkdir(join(folder, 'lib', version, 'bin'), { recursive: true })
      await program(join('lib', version, 'bin', 'made-up-server'), '')
    }
    const found = await findProgram(['made-up-server'], [join(folder, 'lib', '*', 'bin')])
    expect(found).toBe(join(folder, 'lib', '17', 'bin', 'made-up-server'))
  })
})
