#!/usr/bin/env node
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'

// Stands in for `fpm -s dir -t deb|rpm …`, as electron-builder calls it (CUSTOM_FPM_PATH), where the real one cannot be
// downloaded: by dpkg-deb and rpmbuild. Only the options that electron-builder gives are known.

/**
 * @typedef {object} Order what is asked for
 * @property {Map<string, string>} options
 * @property {string[]} depends
 * @property {[from: string, to: string][]} files what goes where; a source that ends with a slash is a folder's content
 */

/** fpm's short names, and options that say nothing but yes. */
const longNames = new Map([
  ['s', 'source'],
  ['t', 'target'],
  ['d', 'depends']
])
const switches = new Set(['force', 'debug'])

/**
 * @param {readonly string[]} args
 * @returns {Order}
 */
export function readOrder(args) {
  /** @type {Order} */
  const order = { options: new Map(), depends: [], files: [] }
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? ''
    const [, short, given] = /^--?([a-z-]+)(?:=([^]*))?$/.exec(argument) ?? []
    if (short === undefined) {
      const at = argument.lastIndexOf('=')
      order.files.push([argument.slice(0, at), argument.slice(at + 1)])
      continue
    }
    const name = longNames.get(short) ?? short
    if (switches.has(name)) continue
    const value = given ?? args[++index] ?? ''
    if (name === 'depends') order.depends.push(value)
    else order.options.set(name, value)
  }
  return order
}

/** @param {Order} order */
function build(order) {
  const scratch = mkdtempSync(join(tmpdir(), 'fpm-'))
  const root = join(scratch, 'root')
  try {
    for (const [from, to] of order.files) {
      const target = join(root, to)
      mkdirSync(dirname(target), { recursive: true })
      cpSync(from, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    }
    // Everybody may read what everybody may run.
    execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', root])
    const target = order.options.get('target')
    if (target === 'deb') buildDeb(order, root)
    else if (target === 'rpm') buildRpm(order, root, scratch)
    else throw new Error(`no way to make a package of the kind ${target}`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/**
 * @param {Order} order
 * @param {string} root
 */
function buildDeb(order, root) {
  const control = join(root, 'DEBIAN')
  mkdirSync(control)
  writeFileSync(join(control, 'control'), controlFile(order, kilobytes(root)))
  for (const [option, file] of /** @type {const} */ ([
    ['after-install', 'postinst'],
    ['after-remove', 'postrm']
  ])) {
    const script = order.options.get(option)
    if (script !== undefined) writeFileSync(join(control, file), readFileSync(script), { mode: 0o755 })
  }
  const compression = order.options.get('deb-compression') ?? 'xz'
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, packageFile(order)])
}

/**
 * @param {Order} order
 * @param {number} size installed, in KiB
 */
export function controlFile({ options, depends }, size) {
  const { summary, paragraphs } = description(options)
  const fields = [
    ['Package', options.get('name')],
    ['Version', options.get('version')],
    ['Architecture', options.get('architecture')],
    ['Maintainer', options.get('maintainer')],
    ['Installed-Size', String(size)],
    ['Depends', depends.join(', ')],
    ['Section', options.get('category')],
    ['Priority', options.get('deb-priority')],
    ['Homepage', options.get('url')],
    ['Description', [summary, ...paragraphs.map((line) => ` ${line}`)].join('\n')]
  ]
  return fields.map(([key, value]) => (value ? `${key}: ${value}\n` : '')).join('')
}

/**
 * @param {Order} order
 * @param {string} root
 * @param {string} scratch
 */
function buildRpm(order, root, scratch) {
  const spec = join(scratch, 'package.spec')
  writeFileSync(spec, specFile(order, filesBelow(root, '/', false)))
  const architecture = order.options.get('architecture') ?? ''
  const results = join(scratch, 'rpm')
  const places = ['--define', `_topdir ${scratch}`, '--define', `_rpmdir ${results}`, '--buildroot', root]
  execFileSync('rpmbuild', ['-bb', '--target', architecture, ...places, spec], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const [made] = readdirSync(join(results, architecture))
  cpSync(join(results, architecture, made ?? ''), packageFile(order))
}

/**
 * @param {Order} order
 * @param {readonly string[]} files
 */
export function specFile({ options, depends }, files) {
  const { summary, paragraphs } = description(options)
  const script = (/** @type {string} */ section, /** @type {string | undefined} */ file) =>
    file === undefined ? '' : `\n%${section}\n${readFileSync(file, 'utf8').replaceAll('%', '%%')}\n`
  return `%global __os_install_post %{nil}
%define _build_id_links none
%define _binary_payload w6.xzdio
Name: ${options.get('name')}
Version: ${options.get('version')}
Release: 1
Summary: ${options.get('rpm-summary') ?? summary}
License: ${options.get('license')}
Packager: ${options.get('maintainer')}
URL: ${options.get('url')}
AutoReqProv: no
${depends.map((each) => `Requires: ${each}\n`).join('')}
%description
${paragraphs.length === 0 ? summary : paragraphs.join('\n')}
${script('post', options.get('after-install'))}${script('postun', options.get('after-remove'))}
%files
%defattr(-,root,root,-)
${files.join('\n')}
`
}

/**
 * The files of a package; folders too where they are its own and not the system's.
 * @param {string} root
 * @param {string} folder
 * @param {boolean} isOurs
 * @returns {string[]}
 */
function filesBelow(root, folder, isOurs) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    const name = `"${path.replaceAll('%', '%%')}"`
    if (!entry.isDirectory()) return [name]
    const ours = isOurs || folder === '/opt'
    return [...(ours ? [`%dir ${name}`] : []), ...filesBelow(root, path, ours)]
  })
}

/** @param {Order['options']} options */
function description(options) {
  const [summary = '', ...paragraphs] = (options.get('description') ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return { summary, paragraphs }
}

/** @param {Order} order */
function packageFile({ options }) {
  return options.get('package') ?? `${options.get('name')}.${options.get('target')}`
}

/** @param {string} folder */
function kilobytes(folder) {
  return Number.parseInt(execFileSync('du', ['-sk', '--apparent-size', folder], { encoding: 'utf8' }), 10)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && basename(process.argv[1] ?? '') === 'fpm.mjs') {
  build(readOrder(process.argv.slice(2)))
}
