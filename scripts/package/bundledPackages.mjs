import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes which packages of npm a bundle is made of (`name@version`, in order): they are development packages to npm, and
 * shipped all the same, so the notices and the bill of materials have to name them.
 * @param {string} file
 * @returns {import('vite').Plugin}
 */
export function bundledPackages(file) {
  return {
    name: 'bundled-packages',
    async writeBundle() {
      const folders = new Set([...this.getModuleIds()].map(packageFolder).filter((folder) => folder !== undefined))
      const names = new Set([...folders].map(nameOf))
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, JSON.stringify([...names].sort(), null, 2))
    }
  }
}

/**
 * The folder of the package that a module belongs to; undefined for our own.
 * @param {string} id
 */
function packageFolder(id) {
  const path = (id.split('?')[0] ?? '').replace(/^\0/, '').replaceAll('\\', '/')
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
  return found !== undefined && existsSync(join(found, 'package.json')) ? found : undefined
}

/** @param {string} folder */
function nameOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return `${name}@${version}`
}
