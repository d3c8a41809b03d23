// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.js'
import { FakeEngine } from '../fakeEngine.js'
import { fakeSample } from '../fakeRules.js'
import { openWindow, prepareWindows } from '../openWindow.js'
import { sqlEditor, writeSql } from '../sqlEditor.js'

prepareWindows()

async function openTest(engine = new FakeEngine()) {
  const { user } = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  await user.keyboard('{Control>}2{/Control}')
  await sqlEditor()
  await user.click(screen.getByRole('switch', { name: 'SQL test' }))
  return { engine, user, panel: within(screen.getByRole('region', { name: 'SQL test' })) }
}

function lastTest(engine: FakeEngine) {
  return engine.calls.findLast(({ name }) => name === 'rule.test')?.input
}

describe('the SQL test', () => {
  test('offers the fields of EMQX’s tester first, and all others', async () => {
    const { panel, user } = await openTest()
    await panel.findByRole('textbox', { name: 'topic' })
    const labels = () =>
      [...document.querySelectorAll('[aria-label="SQL test"] label[for]')].map((each) => each.textContent)
    expect(labels().filter((label) => label !== 'SQL test')).toEqual([
      'Event',
      'clientid',
      'username',
      'topic',
      'qos',
      'payload'
    ])
    expect(panel.queryByRole('textbox', { name: 'flags' })).toBeNull()
    await user.click(panel.getByRole('button', { name: '7 more columns' }))
    expect(panel.getByRole('textbox', { name: 'timestamp' })).toBeTruthy()
  })

  test('tells the engine what was changed, and shows the output as a tree that can be copied', async () => {
    const { engine, panel, user } = await openTest()
    const qos = await panel.findByRole('textbox', { name: 'qos' })
    await user.clear(qos)
    await user.type(qos, '2')
    await user.click(panel.getByRole('button', { name: 'SQL Test' }))
    const result = await panel.findByRole('status', { name: 'Result' })
    expect(lastTest(engine)).toMatchObject({ event: '{"qos":2}', source: 't/#', live: false })
    // A float stays one.
    expect(within(result).getByText('1.0')).toBeTruthy()
    expect(within(result).getByText('"t/a"')).toBeTruthy()
    await user.click(within(result).getByRole('button', { name: 'Copy Result' }))
    // Another event has another result.
    await user.type(qos, '1')
    expect(panel.queryByRole('status', { name: 'Result' })).toBeNull()
  })

  test('no match is a sentence, with the values that decided it', async () => {
    const { engine, panel, user } = await openTest()
    const values = [{ sql: 'qos', json: '1' }]
    engine.answers['rule.test'] = () => ({
      outcome: 'no_match',
      because: 'where',
      tests: [{ clause: 'where', sql: 'qos > 1', from: 0, to: 1, outcome: 'false', values }]
    })
    await panel.findByRole('textbox', { name: 'qos' })
    await user.click(panel.getByRole('button', { name: 'SQL Test' }))
    const result = await panel.findByRole('status', { name: 'Result' })
    expect(result.textContent).toContain('Result is empty. WHERE is not true for this event.')
    expect(result.textContent).toContain('WHEREqos > 1is not trueqos = 1')
  })

  test('an error is a sentence', async () => {
    const { engine, panel, user } = await openTest()
    const { code, data } = new AppError('rule_evaluation', { reason: 'division by zero' })
    engine.answers['rule.test'] = () => ({ outcome: 'error', error: { code, data: { ...data } }, tests: [] })
    await panel.findByRole('textbox', { name: 'qos' })
    await user.click(panel.getByRole('button', { name: 'SQL Test' }))
    expect((await panel.findByRole('alert')).textContent).toContain('division by zero')
  })

  test('FOREACH shows what each element gave', async () => {
    const { engine, panel, user } = await openTest()
    const elements = [{ item: '{"v":1}', output: '{"v":1}' }, { item: '{"v":0}' }]
    engine.answers['rule.test'] = () => ({ outcome: 'output', json: '[{"v":1}]', elements, tests: [] })
    await panel.findByRole('textbox', { name: 'qos' })
    await user.click(panel.getByRole('button', { name: 'SQL Test' }))
    const list = await panel.findByRole('list', { name: 'What each element gave' })
    const [first, second] = within(list).getAllByRole('listitem')
    expect(first?.textContent).toContain('v: 1')
    expect(second?.textContent).toBe('{"v":0}left out by INCASE')
  })

  test('takes the last real event whole, and tries it as the broker would', async () => {
    const { engine, panel, user } = await openTest()
    await panel.findByRole('textbox', { name: 'topic' })
    await user.click(panel.getByRole('button', { name: 'Use the last real event' }))
    expect(await panel.findByText('The broker has not seen such an event yet.')).toBeTruthy()
    engine.answers['rule.lastEvent'] = () => ({ ...fakeSample, json: '{"topic":"t/real","clientid":"c"}' })
    await user.click(panel.getByRole('button', { name: 'Use the last real event' }))
    expect(await panel.findByDisplayValue('t/real')).toBeTruthy()
    await user.click(panel.getByRole('button', { name: 'SQL Test' }))
    await panel.findByRole('status', { name: 'Result' })
    expect(lastTest(engine)).toMatchObject({ event: '{"clientid":"c","topic":"t/real"}', live: true })
    await user.click(panel.getByRole('button', { name: 'Back to the sample event' }))
    expect(await panel.findByDisplayValue('t/a')).toBeTruthy()
  })

  test('what is no JSON yet is said at its field, and cannot be tried', async () => {
    const { panel } = await openTest()
    const user = userEvent.setup()
    const qos = await panel.findByRole('textbox', { name: 'qos' })
    await user.clear(qos)
    expect(panel.getByText('This is not valid JSON')).toBeTruthy()
    expect(panel.getByRole('button', { name: 'SQL Test' }).hasAttribute('disabled')).toBe(true)
  })

  test('follows FROM while it is written', async () => {
    const { engine, panel } = await openTest()
    await panel.findByRole('textbox', { name: 'topic' })
    await writeSql('SELECT * FROM')
    expect(await panel.findByText('Write a topic or an event after FROM first.')).toBeTruthy()
    await writeSql('SELECT * FROM "$events/client_connected"')
    await panel.findByRole('textbox', { name: 'topic' })
    expect(engine.calls.findLast(({ name }) => name === 'rule.sample')?.input).toEqual({
      source: '$events/client_connected'
    })
  })
})
