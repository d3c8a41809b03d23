// @vitest-environment happy-dom
import { type Completion, CompletionContext } from '@codemirror/autocomplete'
import { EditorView } from '@codemirror/view'
import i18next from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import { completionSource } from '../../../src/renderer/rules/editor/completion.js'
import { startTexts } from '../../../src/renderer/app/texts.js'

beforeAll(startTexts)

/** The caret is where `|` stands. */
function editorWith(marked: string): EditorView {
  const anchor = marked.indexOf('|')
  return new EditorView({ doc: marked.replace('|', ''), selection: { anchor } })
}

async function completions(editor: EditorView, explicit = true) {
  const { state } = editor
  const source = completionSource(() => ['t/1'], i18next.t)
  return await source(new CompletionContext(state, state.selection.main.head, explicit))
}

/** Takes the completion with this label; the text afterwards, with the caret in it. */
async function take(marked: string, label: string): Promise<{ readonly option: Completion; readonly after: string }> {
  const editor = editorWith(marked)
  const found = await completions(editor)
  const option = found?.options.find((each) => each.label === label)
  if (found === null || option === undefined || typeof option.apply !== 'function') throw new Error(`no ${label}`)
  option.apply(editor, option, found.from, found.to ?? editor.state.selection.main.head)
  const { doc, selection } = editor.state
  return { option, after: `${doc.sliceString(0, selection.main.head)}|${doc.sliceString(selection.main.head)}` }
}

describe('a completion', () => {
  test('of a function shows how it is called and what it does, and puts the caret where its arguments go', async () => {
    const { option, after } = await take('SELECT sub| FROM "t/#"', 'substr')
    expect(option).toMatchObject({
      detail: '(text, start[, length])',
      info: 'A part of the text, places from 0.'
    })
    expect(after).toBe('SELECT substr(|) FROM "t/#"')
  })

  test.each([
    ['SELECT ran|', 'random', 'SELECT random()|'],
    // The parentheses are there already.
    ['SELECT sub|(a)', 'substr', 'SELECT substr|(a)'],
    ['SELECT * FR| "t"', 'FROM', 'SELECT * FROM| "t"'],
    ['SELECT * FROM "t|"', '"t/1"', 'SELECT * FROM "t/1"|'],
    ['SELECT * FROM "|', '"$events/message_acked"', 'SELECT * FROM "$events/message_acked"|']
  ])('%s', async (marked, label, after) => {
    expect(await take(marked, label)).toMatchObject({ after })
  })

  test('of an event or a column names the events', async () => {
    expect((await take('SELECT * FROM |', '"$events/message_acked"')).option.detail).toBe('message acknowledged')
    expect((await take('SELECT | FROM "t", "$events/client_connected"', 'payload')).option.detail).toBe(
      'message published'
    )
  })

  test('is not offered unasked before a word has begun', async () => {
    expect(await completions(editorWith('SELECT |'), false)).toBeNull()
    expect(await completions(editorWith('SELECT p|'), false)).not.toBeNull()
  })
})
