import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { hasDisplay, openDisplay } from './display.mjs'
import { electronRuntime, sandboxArguments } from './electron/runtime.mjs'
import { project, runQuietly, say } from './project.mjs'

/**
 * What is run instead of the measurements.
 * @type {Readonly<Record<string, string>>}
 */
const soaks = { soak: 'soak.js', 'soak-window': 'soakWindow.js' }

process.exitCode = 1
if ((await ensureBuilt('Building …')) && (await buildBench())) {
  const [word, ...rest] = process.argv.slice(2)
  const soak = word === undefined ? undefined : soaks[word]
  const file = join(project, 'out', 'bench', soak ?? 'index.js')
  const { run } = await import(pathToFileURL(file).href)
  const lent = { project, electronRuntime, sandboxArguments, hasDisplay, openDisplay }
  process.exitCode = (await run(soak === undefined ? process.argv.slice(2) : rest, lent)) ? 0 : 1
}

async function buildBench() {
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--logLevel', 'warn', '--config', join(project, 'bench', 'vite.config.ts')]
  const { code, output } = await runQuietly(process.execPath, args)
  if (code !== 0) say(output.trim())
  return code === 0
}
