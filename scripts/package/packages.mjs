import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { project, runQuietly } from '../project.mjs'

/**
 * A package of npm that the product carries. `texts`: its licence, notices, as it says them itself.
 * @typedef {{ name: string, version: string, licence: string, author: string, texts: string[] }} ShippedPackage
 */

/**
 * Types are for compilers: no package of types is carried, and what asks for TypeScript only reads its types.
 * electron-builder.config.mjs leaves the same out.
 */
const onlyTypes = /^(typescript|undici-types|@types\/.*)$/

/**
 * npm's bill of materials (CycloneDX), made from the lock file and cut down to what the product carries: the packages
 * that run outside the window, and those that were bundled into the page.
 * @returns {Promise<any>}
 */
export async function billOfMaterials() {
  const { code, output } = await runNpm(['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'])
  if (code !== 0) throw new Error(`npm sbom: ${output.trim()}`)
  return cutDown(JSON.parse(output), await bundledIntoThePage())
}

/**
 * @param {any} bill
 * @param {ReadonlySet<string>} bundled
 */
export function cutDown(bill, bundled) {
  const ref = (/** @type {any} */ component) => /** @type {string} */ (component['bom-ref'])
  const components = bill.components.filter(
    (/** @type {any} */ each) => (bundled.has(ref(each)) || !isForDevelopment(each)) && !onlyTypes.test(each.name)
  )
  const known = new Set([ref(bill.metadata.component), ...components.map(ref)])
  const dependencies = bill.dependencies
    .filter((/** @type {any} */ each) => known.has(each.ref))
    .map((/** @type {any} */ each) => ({
      ...each,
      dependsOn: each.dependsOn.filter((/** @type {string} */ name) => known.has(name))
    }))
  return { ...bill, components, dependencies }
}

/** `name@version` of each package that the last build put into the page (electron.vite.config.ts). */
async function bundledIntoThePage() {
  return new Set(JSON.parse(await readFile(join(project, 'out', 'bundled.json'), 'utf8')))
}

/** @param {any} component */
function isForDevelopment(component) {
  return component.properties.some((/** @type {any} */ { name }) => name === 'cdx:npm:package:development')
}

/**
 * @param {any} bill
 * @returns {Promise<ShippedPackage[]>}
 */
export async function shippedPackages(bill) {
  const { packages } = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8'))
  const paths = new Map(
    Object.entries(packages).map(([path, { version }]) => [`${path.split('node_modules/').at(-1)}@${version}`, path])
  )
  return Promise.all(
    bill.components.map((/** @type {any} */ { name, version }) => describe(String(paths.get(`${name}@${version}`))))
  )
}

/**
 * @param {string} path
 * @returns {Promise<ShippedPackage>}
 */
async function describe(path) {
  const folder = join(project, path)
  const { name, version, author, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : (license?.type ?? 'unknown'),
    author: typeof author === 'string' ? author : (author?.name ?? ''),
    texts: await Promise.all(files.map(async (file) => (await readFile(join(folder, file), 'utf8')).trim()))
  }
}

/** @param {readonly string[]} args */
function runNpm(args) {
  const npm = process.env['npm_execpath']
  return npm === undefined ? runQuietly('npm', args) : runQuietly(process.execPath, [npm, ...args])
}
