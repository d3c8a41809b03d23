import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import { Module } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// Stands in for Electron's own default app: `electron [flags] <app folder or file>`.

/** The parts of `app` that only a default app uses have no types. @type {any} */
const shell = app
const args = process.argv.slice(1)
/** @type {string[]} */
const preloaded = []
/** @type {string | undefined} */
let target
for (let index = 0; index < args.length; index++) {
  const argument = args[index] ?? ''
  if (argument === '-v' || argument === '--version') {
    process.stdout.write(`v${process.versions['electron']}\n`)
    process.exit(0)
  } else if (argument === '-r' || argument === '--require') {
    // Playwright loads its own part of the conversation so.
    preloaded.push(args[++index] ?? '')
  } else if (!argument.startsWith('-')) {
    target = argument
    break
  }
}

if (preloaded.length > 0) /** @type {any} */ (Module)._preloadModules(preloaded)
if (target === undefined) fail('usage: electron [flags] <app folder or file>')
else await run(resolve(target))

/** @param {string} folder */
async function run(folder) {
  // What tells an app that it is run from its sources.
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true, configurable: false })
  const manifest = join(folder, 'package.json')
  let root
  if (existsSync(manifest)) {
    const { name, productName, version, desktopName } = JSON.parse(readFileSync(manifest, 'utf8'))
    if (version !== undefined) shell.setVersion(version)
    if (productName !== undefined || name !== undefined) app.name = productName ?? name
    if (process.platform === 'linux') shell.setDesktopName(desktopName ?? `${app.name}.desktop`)
    root = folder
  }
  const file = /** @type {any} */ (Module)._resolveFilename(folder, null, true)
  shell.setAppPath(root ?? dirname(file))
  await import(pathToFileURL(file).href)
}

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}
