import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandNames } from '../../src/cli/commandNames.js'
import { controlFile, readOrder, specFile } from '../../scripts/package/fpm.mjs'
import { cutDown } from '../../scripts/package/packages.mjs'
import { isKnown, notesOf, notices, writeChecksums } from '../../scripts/package/papers.mjs'

const project = resolve(import.meta.dirname, '../..')

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** As electron-builder calls it. */
const call = [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libgtk-3-0t64 | libgtk-3-0', '-d', 'libnss3'],
  ...['--deb-compression', 'xz', '--architecture', 'amd64', '--name', 'inspector', '--version', '0.1.0~beta'],
  ...['--description', 'In one line\n And at length', '--maintainer', 'Us <us@example.invalid>', '--license', 'MIT'],
  ...[
    '--url',
    'https://example.invalid',
    '--package',
    '/dist/a.deb',
    '/dist/unpacked/=/opt/An App',
    '/i.png=/usr/i.png'
  ]
]

describe('the stand-in for fpm', () => {
  it('reads what electron-builder asks for', () => {
    const { options, depends, files } = readOrder(call)
    expect(Object.fromEntries(options)).toMatchObject({
      target: 'deb',
      'deb-compression': 'xz',
      package: '/dist/a.deb'
    })
    expect(depends).toEqual(['libgtk-3-0t64 | libgtk-3-0', 'libnss3'])
    expect(files).toEqual([
      ['/dist/unpacked/', '/opt/An App'],
      ['/i.png', '/usr/i.png']
    ])
  })

  it('writes a control file that dpkg reads', () => {
    expect(controlFile(readOrder(call), 1234)).toBe(`Package: inspector
Version: 0.1.0~beta
Architecture: amd64
Maintainer: Us <us@example.invalid>
Installed-Size: 1234
Depends: libgtk-3-0t64 | libgtk-3-0, libnss3
Homepage: https://example.invalid
Description: In one line
 And at length
`)
  })

  it('writes a spec whose scripts keep their per cent signs', async () => {
    const script = join(folder, 'post.sh')
    await writeFile(script, 'date +%s')
    const spec = specFile(readOrder([...call, '--after-install', script]), ['%dir "/opt/An App"', '"/opt/An App/a"'])
    expect(spec).toContain('Requires: libnss3\n')
    expect(spec).toContain('%post\ndate +%%s\n')
    expect(spec).toMatch(/%files\n.*\n%dir "\/opt\/An App"\n"\/opt\/An App\/a"\n$/)
  })
})

describe.skipIf(process.platform === 'win32')('the launcher on Linux', () => {
  const run = (...args: string[]) => execFileSync(join(folder, 'link'), args, { encoding: 'utf8' })

  beforeEach(async () => {
    const home = join(folder, 'opt')
    await mkdir(home)
    await writeFile(join(home, 'launcher'), await readFile(join(project, 'resources', 'linux', 'launcher.sh')))
    await writeFile(join(home, 'mqtt-offline-inspector-bin'), '#!/bin/sh\nprintf "<%s>" "$@"\n')
    await chmod(join(home, 'launcher'), 0o755)
    await chmod(join(home, 'mqtt-offline-inspector-bin'), 0o755)
    // As /usr/bin has it.
    await symlink(join(home, 'launcher'), join(folder, 'link'))
  })

  it('runs every command without a sandbox, and its words untouched', () => {
    for (const name of [...commandNames, '--help', '--version']) expect(run(name)).toBe(`<--no-sandbox><${name}>`)
    expect(run('rule-test', '--sql', 'SELECT * FROM "t/#"')).toBe(
      '<--no-sandbox><rule-test><--sql><SELECT * FROM "t/#">'
    )
  })

  it('opens the window within it', () => {
    expect(run('--lang=en', '/home/me/a file')).toBe('<--lang=en></home/me/a file>')
    expect(run('/home/me/a file', 'serve')).toBe('</home/me/a file><serve>')
  })
})

describe('the papers', () => {
  it('know which licences can be taken', () => {
    expect(isKnown('MIT')).toBe(true)
    expect(isKnown('(GPL-3.0-only OR MIT)')).toBe(true)
    expect(isKnown('MIT AND GPL-3.0-only')).toBe(false)
    expect(isKnown('unknown')).toBe(false)
  })

  it('name each package with its licence', () => {
    const text = notices([
      { name: 'a', version: '1.0.0', licence: 'MIT', author: 'Somebody', texts: ['Permission is granted.'] },
      { name: 'b', version: '2.0.0', licence: 'ISC', author: '', texts: [] }
    ])
    expect(text).toContain('a 1.0.0\nMIT\nby Somebody\n\nPermission is granted.\n')
    expect(text).toContain('b 2.0.0\nISC\n\n(licensed under ISC; the package carries no text of it)')
    expect(text).toContain('LICENSES.chromium.html')
  })

  it('list what is carried: what runs, what was bundled, no tools and no types', () => {
    const component = (name: string, isForDevelopment: boolean) => ({
      'bom-ref': `${name}@1.0.0`,
      name,
      properties: isForDevelopment ? [{ name: 'cdx:npm:package:development', value: 'true' }] : []
    })
    const bill = {
      metadata: { component: { 'bom-ref': 'app@1.0.0' } },
      components: [
        component('aedes', false),
        component('react', true),
        component('vite', true),
        component('@types/node', false)
      ],
      dependencies: [
        { ref: 'app@1.0.0', dependsOn: ['aedes@1.0.0', 'vite@1.0.0'] },
        { ref: 'vite@1.0.0', dependsOn: [] }
      ]
    }
    expect(cutDown(bill, new Set(['react@1.0.0']))).toMatchObject({
      components: [{ name: 'aedes' }, { name: 'react' }],
      dependencies: [{ ref: 'app@1.0.0', dependsOn: ['aedes@1.0.0'] }]
    })
  })

  it('tell what is new in a version', () => {
    const changelog = '# Changelog\n\n## [Unreleased]\n\nSoon.\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n'
    expect(notesOf(changelog, '0.2.0')).toBe('### Added\n\n- A thing.')
    expect(notesOf(changelog, '0.3.0')).toBe('Soon.')
  })

  it('sum up files as sha256sum checks them', async () => {
    await writeFile(join(folder, 'b.deb'), 'b')
    await writeFile(join(folder, 'a.deb'), 'a')
    await writeChecksums([join(folder, 'b.deb'), join(folder, 'a.deb')], join(folder, 'SHA256SUMS'))
    expect(await readFile(join(folder, 'SHA256SUMS'), 'utf8')).toBe(
      'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.deb\n' +
        '3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b.deb\n'
    )
  })
})
