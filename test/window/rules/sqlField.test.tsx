// @vitest-environment happy-dom
import { redo, undo } from '@codemirror/commands'
import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { openWindow, prepareWindows } from '../openWindow.js'
import { sqlEditor, writeSql } from '../sqlEditor.js'

prepareWindows()

async function openRule() {
  const opened = openWindow()
  await screen.findByRole('button', { name: 'Play the cycle' })
  await opened.user.keyboard('{Control>}2{/Control}')
  return { ...opened, editor: await sqlEditor() }
}

describe('the statement of a rule', () => {
  test('is coloured by the tokens that the parser reads', async () => {
    await openRule()
    await writeSql(`SELECT upper(payload.a) AS b FROM "t/#" WHERE b = 'x' -- end\n AND qos > 1`)
    const coloured = (code: string) =>
      [...document.querySelectorAll(`[data-code="${code}"]`)].map(({ textContent }) => textContent)
    expect(coloured('keyword')).toEqual(['SELECT', 'AS', 'FROM', 'WHERE', 'AND'])
    expect(coloured('function')).toEqual(['upper'])
    expect(coloured('name')).toEqual(['"t/#"'])
    expect(coloured('text')).toEqual(["'x'"])
    expect(coloured('comment')).toEqual(['-- end'])
    expect(coloured('number')).toEqual(['1'])
  })

  test('what is odd is marked where it stands, said below it, and found from there', async () => {
    const { editor, user } = await openRule()
    await writeSql('SELECT *\nFROM "t"\nWHERE qos NOT IN (1)')
    expect(await screen.findByText(/NOT IN is read by EMQX 4.4 but fails/)).toBeTruthy()
    expect(document.querySelector('.cm-lintRange-warning')?.textContent).toBe('qos NOT IN (1)')
    await user.click(screen.getByRole('button', { name: 'Line 3, column 7:' }))
    const { from, to } = editor.state.selection.main
    expect(editor.state.sliceDoc(from, to)).toBe('qos NOT IN (1)')
  })

  test('can be formatted with its comments, and that can be undone', async () => {
    const { editor, user } = await openRule()
    await writeSql('select a, -- the a\nb from t')
    await user.click(screen.getByRole('button', { name: 'Format' }))
    await waitFor(() => {
      expect(editor.state.doc.toString()).toBe('SELECT\n  a, -- the a\n  b\nFROM "t"')
    })
    act(() => {
      undo(editor)
    })
    expect(editor.state.doc.toString()).toBe('select a, -- the a\nb from t')
    act(() => {
      redo(editor)
    })
    expect(editor.state.doc.toString()).toContain('SELECT\n')
    await writeSql('SELECT')
    await waitFor(() => {
      expect(screen.getByRole('button', { name: 'Format' }).hasAttribute('disabled')).toBe(true)
    })
  })

  test('speaks the language of the window', async () => {
    const { user, editor } = await openRule()
    await writeSql('SELECT 1e5 FROM "t"')
    await user.click(screen.getByRole('button', { name: '切换到中文' }))
    expect(await screen.findByText(/EMQX 不把 1e5 当作数字/)).toBeTruthy()
    expect(screen.getByRole('button', { name: '格式化' })).toBeTruthy()
    // The text and what can be undone stay.
    expect(editor.state.doc.toString()).toBe('SELECT 1e5 FROM "t"')
  })
})
