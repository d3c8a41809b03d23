import { purposeOf } from './arguments.js'
import { runWindowApp } from './windowApp.js'

/** The packaged app answers the command line's commands under its own name; anything else opens the window. */
const purpose = purposeOf(process.argv.slice(1), process.defaultApp)

if (purpose.kind === 'command') {
  // Awaited here on purpose: Electron waits for its main module before it makes anything of a window, so a command runs
  // and ends without a display, without the single instance, and without the sandbox's processes.
  const { runCli } = await import('../cli/index.js')
  const code = await runCli(purpose.args)
  // What was printed leaves first: on Windows a pipe is written in the background.
  process.stdout.write('', () => process.exit(code))
} else {
  // Imported above and not here: a scheme has to be declared before `ready`, which does not wait for an import().
  runWindowApp(purpose.files)
}
