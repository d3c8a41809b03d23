import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockFolder } from '../../src/engine/stores/folderLock.js'

it('gives a folder to one at a time, also after a holder was killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lock-'))
  const first = await lockFolder(folder)
  expect(first).toBeDefined()
  expect(await lockFolder(folder)).toBeUndefined()
  await first?.release()
  const second = await lockFolder(folder)
  expect(second).toBeDefined()
  await second?.release()

  // A process that has a socket of the same name and is killed leaves it behind.
  const held = await lockFolder(folder)
  const path = (held as unknown as { server: { address(): string } }).server.address()
  await held?.release()
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('listening'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  expect(await lockFolder(folder)).toBeUndefined()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const third = await lockFolder(folder)
  expect(third).toBeDefined()
  await third?.release()
  await rm(folder, { recursive: true })
})
