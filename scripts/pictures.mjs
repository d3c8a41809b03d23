import { join } from 'node:path'
import { hasDisplay, openDisplay } from './display.mjs'
import { project, runInTerminal, say } from './project.mjs'

/** Takes the pictures and the film of the documents anew, of the real window. */
const display = hasDisplay() ? undefined : await openDisplay()
if (!hasDisplay() && display === undefined) {
  say('A window needs a display: install Xvfb.')
  process.exitCode = 1
} else {
  const program = join(project, 'node_modules', '@playwright', 'test', 'cli.js')
  process.exitCode = await runInTerminal(process.execPath, [program, 'test', '--grep', '@picture', '--reporter=list'], {
    env: { ...process.env, ...(display === undefined ? {} : { DISPLAY: display.name }), KEEP_PICTURES: '1' }
  })
  display?.stop()
}
