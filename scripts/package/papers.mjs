import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { licences } from '../licences.mjs'
import { project } from '../project.mjs'
import { billOfMaterials, shippedPackages } from './packages.mjs'

/** @typedef {import('./packages.mjs').ShippedPackage} ShippedPackage */

/** Where the notices lie until they are packed. */
export const noticesFile = join(project, 'out', 'THIRD_PARTY_NOTICES.txt')

/**
 * Writes the notices of all that the product is made of. Rejects when a licence is among it that we do not know.
 * @returns {Promise<any>} the bill of materials
 */
export async function writeNotices() {
  const bill = await billOfMaterials()
  const packages = await shippedPackages(bill)
  const strange = packages.filter(({ licence }) => !isKnown(licence))
  if (strange.length > 0) {
    throw new Error(
      `licences to look at first: ${strange.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`
    )
  }
  await writeFile(noticesFile, notices(packages))
  return bill
}

/**
 * `MIT OR GPL-3.0` leaves the choice to us; `MIT AND ISC` does not.
 * @param {string} expression
 */
export function isKnown(expression) {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => licences.includes(licence.trim())))
}

/** @param {readonly ShippedPackage[]} packages */
export function notices(packages) {
  const head = `MQTT Offline Inspector is made with the work of others. This file names the packages of npm in it, with their
licences. Electron's own licence is in LICENSE.electron.txt, those of Chromium, Node.js and all else that Electron is
made of are in LICENSES.chromium.html; both lie beside this file, on macOS in the app's Resources folder.`
  const entries = packages.map(({ name, version, licence, author, texts }) => {
    const by = author === '' ? '' : `by ${author}\n`
    // A few packages name their licence and do not carry its text.
    const text =
      texts.length === 0 ? `(licensed under ${licence}; the package carries no text of it)` : texts.join('\n\n')
    return `${name} ${version}\n${licence}\n${by}\n${text}`
  })
  return `${[head, ...entries].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/**
 * Beside the installers: what they are made of, Electron included.
 * @param {any} bill
 * @param {string} electronVersion
 * @param {string} file
 */
export async function writeBill(bill, electronVersion, file) {
  const electron = {
    'bom-ref': `electron@${electronVersion}`,
    type: 'framework',
    name: 'electron',
    version: electronVersion,
    scope: 'required',
    purl: `pkg:npm/electron@${electronVersion}`,
    licenses: [{ license: { id: 'MIT' } }]
  }
  const whole = { ...bill, components: [electron, ...bill.components] }
  await writeFile(file, `${JSON.stringify(whole, null, 2)}\n`)
}

/**
 * What the changelog says about a version; about what is coming where it says nothing of it.
 * @param {string} changelog
 * @param {string} version
 */
export function notesOf(changelog, version) {
  const sections = new Map(
    changelog.split(/^## /m).map((section) => {
      const [, name = '', text = ''] = /^\[([^\]]+)\][^\n]*\n([^]*)$/.exec(section) ?? []
      return [name, text.trim()]
    })
  )
  return sections.get(version) ?? sections.get('Unreleased') ?? ''
}

/**
 * A line a file, as `sha256sum --check` reads it.
 * @param {readonly string[]} files
 * @param {string} sums
 */
export async function writeChecksums(files, sums) {
  const lines = await Promise.all([...files].sort().map(async (file) => `${await sha256(file)}  ${basename(file)}\n`))
  await writeFile(sums, lines.join(''))
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
