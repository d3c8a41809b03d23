import { join } from 'node:path'
import { electronRuntime, sandboxArguments } from './electron/runtime.mjs'
import { project, runInTerminal } from './project.mjs'

// electron-vite's development mode, with the Electron that `npm start` would take.
const vite = join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
process.exitCode = await runInTerminal(process.execPath, [vite, 'dev', '--', ...sandboxArguments()], {
  env: { ...process.env, ELECTRON_EXEC_PATH: await electronRuntime() }
})
