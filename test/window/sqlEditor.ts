import { act, screen } from '@testing-library/react'
import { EditorView } from '@codemirror/view'

/** The editor in the page, which comes a little later than the page. */
export async function sqlEditor(): Promise<EditorView> {
  const view = EditorView.findFromDOM(await screen.findByRole('textbox', { name: 'SQL' }))
  if (view === null) throw new Error('the field is no editor')
  return view
}

/** Replaces all that is in the editor. The test's page has no layout that keys could be typed into. */
export async function writeSql(text: string): Promise<void> {
  const view = await sqlEditor()
  act(() => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: 'input.type' })
  })
}
