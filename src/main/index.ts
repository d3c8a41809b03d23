import { app } from 'electron'
import { commandNames } from '../cli/commandNames.js'
import { runWindowApp } from './windowApp.js'

/** The packaged app answers the command line's commands under its own name; anything else opens the window. */
const args = process.argv.slice(process.defaultApp ? 2 : 1)
const first = args.findIndex((argument) => !argument.startsWith('-'))

if (commandNames.has(args[first] ?? '')) {
  void runCommand(args.slice(first))
} else {
  // Imported above and not here: a scheme has to be declared before `ready`, which does not wait for an import().
  runWindowApp()
}

async function runCommand(argv: string[]): Promise<void> {
  const { runCli } = await import('../cli/index.js')
  app.exit(await runCli(argv))
}
