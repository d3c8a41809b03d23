// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'
import { sqlEditor, writeSql } from '../sqlEditor.js'

prepareWindows()

function engineWithTwo(): FakeEngine {
  const engine = new FakeEngine()
  const [first] = engine.state.rules
  if (first !== undefined) {
    engine.state.rules.push({ ...first, rule: { ...first.rule, id: 'alarms', rawsql: 'SELECT * FROM "plant/heat"' } })
  }
  return engine
}

async function openRules(engine = new FakeEngine()) {
  const opened = openWindow(engine)
  await screen.findByRole('button', { name: 'Play the cycle' })
  await opened.user.keyboard('{Control>}2{/Control}')
  await sqlEditor()
  return opened
}

function inputOf(engine: FakeEngine, call: string): unknown {
  return engine.calls.findLast(({ name }) => name === call)?.input
}

describe('the list of rules', () => {
  test('is searched by id, statement and resource', async () => {
    const { user } = await openRules(engineWithTwo())
    const list = within(screen.getByRole('region', { name: 'Rules' }))
    const search = list.getByRole('textbox', { name: 'Search rules' })
    await user.type(search, 'HEAT')
    expect(list.getByRole('button', { name: /^alarms/ })).toBeTruthy()
    expect(list.queryByRole('button', { name: /^offline/ })).toBeNull()
    await user.type(search, ' nothing')
    expect(list.getByText('No rule fits the search.')).toBeTruthy()
    await user.keyboard('{Escape}')
    expect(list.getByRole('button', { name: /^offline/ })).toBeTruthy()
  })

  test('switches a rule on and off without opening it', async () => {
    const { engine, user } = await openRules(engineWithTwo())
    await user.click(screen.getByRole('switch', { name: 'Rule alarms enabled' }))
    expect(inputOf(engine, 'rule.enable')).toEqual({ id: 'alarms', enabled: false })
    expect(screen.getByRole('heading', { name: 'offline' })).toBeTruthy()
  })

  test('a rule is deleted at once, and comes back', async () => {
    const { engine, user } = await openRules(engineWithTwo())
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    expect(await screen.findByText('Rule offline was deleted.')).toBeTruthy()
    expect(inputOf(engine, 'rule.remove')).toEqual({ id: 'offline' })
    expect(await screen.findByRole('heading', { name: 'alarms' })).toBeTruthy()
    await user.click(screen.getByText('Undo', { selector: '[role="alert"] *' }))
    await waitFor(() => {
      expect(inputOf(engine, 'rule.restore')).toEqual({ id: 'offline' })
    })
    expect(await screen.findByRole('button', { name: /^offline/ })).toBeTruthy()
  })

  test('a copy has everything but the id', async () => {
    const { engine, user } = await openRules()
    await user.click(screen.getByRole('button', { name: 'Duplicate' }))
    await sqlEditor()
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() => {
      expect(inputOf(engine, 'rule.create')).toMatchObject({
        id: expect.stringMatching(/^rule:\d{6}$/) as string,
        rawsql: engine.state.rules[0]?.rule.rawsql,
        actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'pg' } }]
      })
    })
  })
})

describe('edits that are not saved', () => {
  test('are there again when the form is, also in another window, and can be discarded', async () => {
    const { user } = await openRules()
    await writeSql('SELECT 1 FROM "t"')
    expect(screen.getAllByText('Unsaved changes')).toHaveLength(2)
    await user.keyboard('{Control>}1{/Control}')
    await user.keyboard('{Control>}2{/Control}')
    expect((await sqlEditor()).state.doc.toString()).toBe('SELECT 1 FROM "t"')
    expect(localStorage.getItem('rule-drafts')).toContain('SELECT 1')
    await user.click(screen.getByRole('button', { name: 'Discard changes' }))
    await waitFor(async () => {
      expect((await sqlEditor()).state.doc.toString()).toContain('session_subscribed')
    })
    expect(screen.queryByText('Unsaved changes')).toBeNull()
  })

  test('a new rule that was left waits in the list', async () => {
    const { user } = await openRules()
    await user.click(screen.getByRole('button', { name: 'Create a rule' }))
    await user.type(screen.getByLabelText('Description'), 'mine')
    await user.click(screen.getByRole('button', { name: /^offline/ }))
    expect(screen.getByLabelText<HTMLInputElement>('Description').value).toBe('')
    await user.click(screen.getByRole('button', { name: /New, not saved yet/ }))
    expect(screen.getByLabelText<HTMLInputElement>('Description').value).toBe('mine')
  })

  test('are gone once they are saved', async () => {
    const { engine, user } = await openRules()
    await user.type(screen.getByLabelText('Description'), 'd')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => {
      expect(screen.queryByText('Unsaved changes')).toBeNull()
    })
    expect(inputOf(engine, 'rule.save')).toMatchObject({ id: 'offline', description: 'd' })
  })
})

describe('actions', () => {
  test('one that republishes stands in for one that saves', async () => {
    const { engine, user } = await openRules()
    const fallbacks = screen.getByRole('region', { name: 'Fallback action' })
    await user.click(within(fallbacks).getByRole('button', { name: 'Add action' }))
    await user.click(within(fallbacks).getByRole('combobox', { name: 'Action type' }))
    const options = await screen.findAllByRole('option', { name: 'Republish', hidden: true })
    await user.click(options.at(-1) as HTMLElement)
    expect(within(fallbacks).getByLabelText<HTMLInputElement>(/Target Topic/).value).toBe('repub/to/${clientid}')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => {
      expect(inputOf(engine, 'rule.save')).toMatchObject({
        actions: [{ name: 'offline_msg_to_pgsql', fallbacks: [{ name: 'republish' }] }]
      })
    })
  })

  test('a second one asks what happens when the first fails', async () => {
    const { engine, user } = await openRules()
    const actions = screen.getByRole('region', { name: 'Actions' })
    await user.click(within(actions).getAllByRole('button', { name: 'Add action' })[0] as HTMLElement)
    await user.click(screen.getByRole('combobox', { name: 'When an action fails' }))
    await user.click(await screen.findByRole('option', { name: 'Stop', hidden: true }))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => {
      expect(inputOf(engine, 'rule.save')).toMatchObject({ on_action_failed: 'stop', actions: [{}, {}] })
    })
  })
})
