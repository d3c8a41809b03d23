// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { isTopicName, templateOf } from '../../../src/renderer/publisher/typedMessage.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

async function pane(): Promise<HTMLElement> {
  return screen.findByRole('region', { name: 'Publisher' })
}

describe('the payload', () => {
  test('is set in lines without being changed, placeholders too', async () => {
    const { engine, user } = openWindow()
    const payload = await screen.findByLabelText<HTMLTextAreaElement>('Payload')
    await user.clear(payload)
    await user.click(payload)
    await user.paste('{"n":{{i}},"big":12345678901234567890}')
    expect(within(await pane()).getByText(/^Valid JSON/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Format the JSON' }))
    expect(payload.value).toBe('{\n  "n": {{i}},\n  "big": 12345678901234567890\n}')
    await user.click(screen.getByRole('button', { name: /^Publish/ }))
    await screen.findByText(/Acknowledged after/)
    // Published once, it is the first of many.
    const sent = engine.calls.find(({ name }) => name === 'publisher.publish')?.input as { payload: Uint8Array }
    expect(new TextDecoder().decode(sent.payload)).toContain('"n": 1')
  })

  test('placeholders count in text, not in bytes', () => {
    expect(templateOf({ payload: 'x{{i}}', format: 'text' }).isTemplate).toBe(true)
    expect(templateOf({ payload: 'ff', format: 'hex' })).toEqual({
      isTemplate: false,
      encoded: { ok: true, bytes: Uint8Array.of(255) }
    })
    expect(templateOf({ payload: '{{i}}', format: 'hex' }).encoded.ok).toBe(false)
  })
})

test.each([
  ['t/1', true],
  [' ', true],
  ['', false],
  ['a/+/b', false],
  ['#', false],
  ['a\0b', false],
  ['x'.repeat(65_535), true],
  ['x'.repeat(65_536), false],
  ['你'.repeat(21_846), false]
])('a topic to publish to: %.10s', (topic, isName) => {
  expect(isTopicName(topic)).toBe(isName)
})

test('a message is repeated by the engine, and stopped', async () => {
  const { engine, user } = openWindow()
  const shown = await pane()
  await user.click(within(shown).getByRole('button', { name: 'Repeat' }))
  const times = within(shown).getByRole('textbox', { name: 'Times' })
  await user.clear(times)
  await user.type(times, '250')
  await user.click(within(shown).getByRole('button', { name: 'Start' }))
  await within(shown).findByText('0 of 250 published')
  expect(engine.calls.find(({ name }) => name === 'publisher.repeat')?.input).toMatchObject({
    publication: { topic: 't/1', qos: 1 },
    isTemplate: false,
    interval: 1000,
    count: 250
  })
  engine.push({ type: 'repeat', repeat: { running: true, sent: 120, count: 250 } })
  await within(shown).findByText('120 of 250 published')
  await user.click(within(shown).getByRole('button', { name: 'Stop' }))
  await within(shown).findByRole('button', { name: 'Start' })
})

describe('messages to publish again', () => {
  test('the last ones come back with all that they had', async () => {
    const { user } = openWindow()
    const shown = await pane()
    await user.click(within(shown).getByText('QoS 2'))
    await user.click(within(shown).getByRole('button', { name: /^Publish/ }))
    await screen.findByText(/Acknowledged after/)
    const topic = within(shown).getByLabelText<HTMLInputElement>('Topic')
    await user.clear(topic)
    await user.type(topic, 'other')
    await user.click(within(shown).getByText('QoS 0'))
    await user.click(within(shown).getByRole('button', { name: 'Saved and published messages' }))
    await user.click(await screen.findByRole('button', { name: /^t\/1/, hidden: true }))
    expect(topic.value).toBe('t/1')
    expect(within(shown).getByRole<HTMLInputElement>('radio', { name: 'QoS 2' }).checked).toBe(true)
  })

  test('are kept by name, renamed, deleted, and had back', async () => {
    const { engine, user } = openWindow()
    const shown = await pane()
    await user.click(within(shown).getByRole('button', { name: 'Saved and published messages' }))
    const name = await screen.findByLabelText('Name of the message')
    await user.type(name, 'greeting{Enter}')
    await screen.findByRole('button', { name: /^greeting/, hidden: true })
    expect(engine.state.snippets).toMatchObject([{ name: 'greeting', topic: 't/1', qos: 1, format: 'json' }])

    await user.click(screen.getByRole('button', { name: 'Rename greeting', hidden: true }))
    const field = screen.getByDisplayValue('greeting')
    await user.clear(field)
    await user.type(field, 'hello{Enter}')
    await screen.findByRole('button', { name: /^hello/, hidden: true })

    await user.click(screen.getByRole('button', { name: 'Delete hello', hidden: true }))
    await waitFor(() => {
      expect(engine.state.snippets).toEqual([])
    })
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => {
      expect(engine.state.snippets).toMatchObject([{ name: 'hello' }])
    })
  })
})
