import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { electronRuntime, sandboxArguments, sandboxHint } from './electron/runtime.mjs'
import { project, runInTerminal, say } from './project.mjs'

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])

process.exitCode = 1
if (await ensureBuilt('Building …')) {
  if (hasDisplay) await openWindow()
  else await playInTerminal()
}

async function openWindow() {
  try {
    const program = await electronRuntime()
    const hint = await sandboxHint(program)
    if (hint !== undefined) say(`This system lets Electron use its sandbox only after:  ${hint}`)
    const args = [...sandboxArguments(), project, ...process.argv.slice(2)]
    process.exitCode = await runInTerminal(program, args)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}

async function playInTerminal() {
  const { runCli } = await import(pathToFileURL(join(project, 'out', 'main', 'cli.js')).href)
  const code = await runCli(['demo'])
  say('No display here, so this was the demo. For the window, run npm start where DISPLAY or WAYLAND_DISPLAY is set.')
  process.stdout.write('', () => process.exit(code))
}
