import i18next from 'i18next'
import { callEngine, callHost } from '../app/engine.js'
import { offerUndo } from '../parts/offerUndo.js'

/** Puts the workspace of a file in the place of this one, and offers to take that back. Throws `workspace_invalid`. */
export async function importWorkspace(name: string, text: string): Promise<void> {
  const before = await callEngine('workspace.export', undefined)
  await takeWorkspace(text)
  offerUndo(i18next.t('settings.imported', { file: name }), () => takeWorkspace(before))
}

/** The engine begins anew with what the text holds; when it holds none, nothing has changed. */
async function takeWorkspace(text: string): Promise<void> {
  await callEngine('workspace.import', { text })
  await callHost('engine.restart', undefined)
}
