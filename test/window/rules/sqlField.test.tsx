// @vitest-environment happy-dom
import { redo, undo } from '@codemirror/commands'
import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'
import { sqlEditor, writeSql } from '../sqlEditor.js'
import { diagnosticText } from '../../../src/renderer/app/texts.js'

prepareWindows()

async function openRule(engine = new FakeEngine()) {
  const opened = openWindow(engine)
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

  test('tells what its actions lack, and what was seen on its topics', async () => {
    const engine = new FakeEngine()
    engine.answers['broker.topics'] = () => [{ topic: 't/1', qos: 0 }]
    await openRule(engine)
    expect(await screen.findByText(/All messages that were seen here had QoS 0 \(t\/1\)/)).toBeTruthy()
    await writeSql('SELECT topic FROM "t/#"')
    expect(await screen.findByText(/needs columns that are not selected: event, id, qos/)).toBeTruthy()
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
    await writeSql('SELECT 1 FORM "t"')
    expect((await screen.findByRole('alert')).textContent).toMatch(/^第 1 行第 \d+ 列： 此处应为 FROM、/)
    expect(diagnosticText({ code: 'syntax', data: { expected: 'AS FROM', found: 'end' } })).toContain('AS 或 FROM')
    await writeSql('SELECT 1e5 FROM "t"')
    // The text and what can be undone stay.
    expect(editor.state.doc.toString()).toBe('SELECT 1e5 FROM "t"')
  })
})
