import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { format } from 'prettier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionNames, actionTypes } from '../../src/shared/actionTypes.js'
import en from '../../src/shared/locales/en/window.json'
import zh from '../../src/shared/locales/zh/window.json'
import type { Parameter } from '../../src/shared/parameters.js'
import { resourceTypeNames, resourceTypes } from '../../src/shared/resourceTypes.js'

const root = resolve(import.meta.dirname, '../..')
const manual = (name: string): string => join(root, 'docs', 'manual', name)
const read = (file: string): Promise<string> => readFile(file, 'utf8')

/** Words in bold that are not written in the window. */
const terms = new Set(['Redis', 'MongoDB', 'action'])

const languages = [
  {
    name: 'en',
    locale: en,
    heads: ['parameter', 'what it is', 'kind', 'default', 'required'],
    title: 'Parameters',
    about: 'Names, order, defaults and what is required are those of EMQX 4.4; `wildcard_fetch` is ours.',
    words: { resources: 'Resources', actions: 'Actions', yes: 'yes', none: 'none' }
  },
  {
    name: 'zh',
    locale: zh,
    heads: ['参数', '含义', '类型', '默认值', '必填'],
    title: '参数',
    about: '名称、顺序、默认值和必填项与 EMQX 4.4 一致；`wildcard_fetch` 是本程序增加的。',
    words: { resources: '资源', actions: '动作', yes: '是', none: '无' }
  }
] as const

describe.each(languages)('the manual in $name', ({ name, locale, heads, title, about, words }) => {
  it('has every parameter as the program has it', async () => {
    const { titles, notes }: { titles: Record<string, string>; notes: Record<string, string> } = locale.parameters
    const rowOf = (parameter: Parameter): string => {
      const { name: key, kind, default: usual, required, range, values, choices, format: form } = parameter
      const meaning = [titles[key] ?? key, notes[key], form?.example].filter((text) => text !== undefined).join('; ')
      const bounds = values?.join(', ') ?? choices?.join(', ') ?? range?.join(' … ')
      const shown = usual === undefined || usual === '' ? '' : `\`${String(usual)}\``
      return `| \`${key}\` | ${meaning} | ${kind}${bounds === undefined ? '' : ` (${bounds})`} | ${shown} | ${required === true ? words.yes : ''} |`
    }
    const tableOf = (heading: string, parameters: readonly Parameter[]): string => {
      const table = [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...parameters.map(rowOf)]
      return `### \`${heading}\`\n\n${parameters.length === 0 ? words.none : table.join('\n')}\n`
    }
    const page = [
      `# ${title}`,
      about,
      `## ${words.resources}`,
      ...resourceTypeNames.map((type) => tableOf(type, resourceTypes[type].parameters)),
      `## ${words.actions}`,
      ...actionNames.map((action) => tableOf(action, actionTypes[action].parameters))
    ].join('\n\n')
    // After a change of parameters: `npx vitest run test/docs -u`.
    await expect(await format(page, { parser: 'markdown' })).toMatchFileSnapshot(manual(`parameters.${name}.md`))
  })

  it('calls what is in the window by its name', async () => {
    const known = new Set(textsIn(locale))
    const bold = Array.from((await read(manual(`${name}.md`))).matchAll(/\*\*(.+?)\*\*/g), ([, text]) => text ?? '')
    expect(bold.length).toBeGreaterThan(10)
    // Sentences and code in bold are no names.
    expect(bold.filter((text) => !known.has(text) && !terms.has(text) && !/^`|[.。]$/.test(text))).toEqual([])
  })

  it('leads to headings and files that are there', async () => {
    const text = await read(manual(`${name}.md`))
    const anchors = Array.from(text.matchAll(/^## (.+)$/gm), ([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[、,.]/g, '')
        .replaceAll(' ', '-')
    )
    for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith('#')) expect(anchors).toContain(target.slice(1))
      else await read(manual(target))
    }
  })
})

describe('the commands of the manual', async () => {
  const text = await read(manual('en.md'))
  const other = await read(manual('zh.md'))
  const commands = commandsOf(text)
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-manual-'))
    const [, config = ''] = /```json\n([^]+?)```/.exec(text) ?? []
    await writeFile(join(folder, 'config.json'), config)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are the same in both languages', () => {
    expect(commandsOf(other)).toEqual(commands)
  })

  // `serve` does not end by itself, and private servers are what test/cli and test/servers start.
  it.each(commands.filter((line) => !/ serve | --get-servers/.test(line)))('works: %s', async (line) => {
    const command = line.replace('npm run -s cli --', `"${process.execPath}" "${join(root, 'scripts', 'cli.mjs')}"`)
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: folder })
    expect(stdout).toMatch(line.includes(' ask ') ? /^$/ : /\S/)
  })
})

function commandsOf(text: string): string[] {
  return Array.from(text.matchAll(/^npm run -s cli -- .+$/gm), ([line]) => line)
}

function textsIn(texts: object): string[] {
  return Object.values(texts).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? textsIn(value) : []
  )
}
