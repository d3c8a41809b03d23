import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chapterSql, defaultWorkspace } from '../../src/engine/workspace/defaultWorkspace.js'
import { actionNames, actionTypes, resourceParameter } from '../../src/shared/actionTypes.js'
import { resourceTypes } from '../../src/shared/resourceTypes.js'
import { type Resource, ruleSchema, type Workspace } from '../../src/shared/workspace.js'

export interface Size {
  readonly width: number
  readonly height: number
}

const usual: Size = { width: 1280, height: 800 }

/** A folder for everything that an app keeps, in which its window has this size and its workspace is this one. */
export async function makeHome(workspace: Workspace = quietWorkspace(), size: Size = usual): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'inspector-bench-'))
  await mkdir(join(home, 'workspace'))
  await writeFile(join(home, 'workspace', 'workspace.json'), JSON.stringify(workspace))
  await writeFile(join(home, 'window.json'), JSON.stringify({ bounds: { x: 0, y: 0, ...size } }))
  return home
}

/** What a first start has, on ports that nobody else uses. */
export function quietWorkspace(change: Partial<Workspace> = {}): Workspace {
  const listeners = { tcp: { host: '127.0.0.1', port: 0 }, ws: { host: '127.0.0.1', port: 0, path: '/mqtt' } }
  const workspace = defaultWorkspace()
  return { ...workspace, listeners, settings: { ...workspace.settings, language: 'en' }, ...change }
}

/** The chapter's rule, which saves into each of these. */
export function ruleFor(resources: readonly Resource[]): Workspace['rules'][number] {
  const actions = resources.map(({ id, type }) => {
    const { backend } = resourceTypes[type]
    const name = actionNames.find((each) => actionTypes[each].backend === backend)
    if (name === undefined) throw new Error(`no action saves into ${type}`)
    return { name, params: { [resourceParameter]: id } }
  })
  return ruleSchema.parse({ id: 'offline', rawsql: chapterSql, actions })
}
