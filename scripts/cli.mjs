import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { project } from './project.mjs'

// The command runs in this very process, so that signals, standard input and the exit code are its own.
process.exitCode = 1
if (await ensureBuilt()) {
  const { runCli } = await import(pathToFileURL(join(project, 'out', 'main', 'cli.js')).href)
  const code = await runCli(process.argv.slice(2))
  // What was printed leaves first: on Windows a pipe is written in the background.
  process.stdout.write('', () => process.exit(code))
}
