import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { project } from './project.mjs'

// The command runs in this very process, so that signals, standard input and the exit code are its own.
endWithNpm()
process.exitCode = 1
if (await ensureBuilt()) {
  const { runCli } = await import(pathToFileURL(join(project, 'out', 'main', 'cli.js')).href)
  const code = await runCli(process.argv.slice(2))
  // What was printed leaves first: on Windows a pipe is written in the background.
  process.stdout.write('', () => process.exit(code))
}

/** An npm that was killed cannot pass anything on: its end is taken as a signal, so that no server is left behind. */
function endWithNpm() {
  const parent = process.ppid
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 250).unref()
}
