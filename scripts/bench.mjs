import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { hasDisplay, openDisplay } from './display.mjs'
import { electronRuntime, sandboxArguments } from './electron/runtime.mjs'
import { project, runQuietly, say } from './project.mjs'

process.exitCode = 1
if ((await ensureBuilt('Building …')) && (await buildBench())) {
  const isSoak = process.argv[2] === 'soak'
  const file = join(project, 'out', 'bench', isSoak ? 'soak.js' : 'index.js')
  const { run } = await import(pathToFileURL(file).href)
  const lent = { project, electronRuntime, sandboxArguments, hasDisplay, openDisplay }
  process.exitCode = (await run(process.argv.slice(isSoak ? 3 : 2), lent)) ? 0 : 1
}

async function buildBench() {
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--logLevel', 'warn', '--config', join(project, 'bench', 'vite.config.ts')]
  const { code, output } = await runQuietly(process.execPath, args)
  if (code !== 0) say(output.trim())
  return code === 0
}
