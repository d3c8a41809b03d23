import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../.github/workflows')
const files = (await readdir(folder)).map((name) => join(folder, name))
const run = promisify(execFile)
const hasGo = await run('go', ['version']).then(
  () => true,
  () => false
)

it.skipIf(!hasGo)(
  `actionlint has nothing to say about the workflows${hasGo ? '' : ' (Go is not on this machine)'}`,
  async () => {
    // The first time it is compiled.
    const linter = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'
    const { stdout } = await run('go', ['run', linter, '-oneline', ...files]).catch((error: unknown) => {
      return { stdout: String((error as { stdout?: string }).stdout), failed: error }
    })
    expect(stdout).toBe('')
  },
  600_000
)

it('every action is pinned to a commit, with its version beside it', async () => {
  for (const file of files) {
    const uses = (await readFile(file, 'utf8')).split('\n').filter((line) => /^\s*(- )?uses:/.test(line))
    for (const line of uses) expect(line, file).toMatch(/uses: (\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/)
  }
})
