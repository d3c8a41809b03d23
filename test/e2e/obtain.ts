import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

/** Has a server obtained as for the tests of the engine: the window starts only what is on the machine. */
export async function obtain(backend: string): Promise<void> {
  const cli = resolve(import.meta.dirname, '../../scripts/cli.mjs')
  await promisify(execFile)(process.execPath, [cli, 'demo', '--backend', backend, '--get-servers'])
}
