// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { pageStore } from '../../../src/renderer/app/pageStore.js'
import { mostSubscribers, subscriberSchema } from '../../../src/shared/workspace.js'
import { FakeEngine } from '../fakeEngine.js'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

async function card(name = 'subscriber-1'): Promise<HTMLElement> {
  return screen.findByRole('article', { name })
}

describe('a subscriber', () => {
  test('has several filters, each checked and with its QoS', async () => {
    const { engine, user } = openWindow()
    const shown = await card()
    await user.click(within(shown).getByRole('button', { name: 'Edit' }))
    await user.click(within(shown).getByRole('button', { name: 'Add a filter' }))
    const second = within(shown).getByRole('textbox', { name: 'Topic 2' })
    await user.type(second, 'u/#/x')
    expect(within(shown).getByText(/No topic filter/)).toBeTruthy()
    expect(within(shown).getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true)
    await user.clear(second)
    await user.type(second, 'u/#')
    await user.click(within(shown).getByRole('button', { name: 'Save' }))
    await waitFor(() => {
      expect(engine.calls.find(({ name }) => name === 'subscriber.save')?.input).toMatchObject({
        topic: 't/1',
        qos: 1,
        more: [{ topic: 'u/#', qos: 1 }]
      })
    })
    await user.click(await within(shown).findByRole('button', { name: 'Connect' }))
    engine.publish('u/5', bytesOf('both'))
    await within(shown).findByText('1 message received')
  })

  test('shows a filter that the broker refused, and less than was asked for', async () => {
    const { engine } = openWindow()
    const shown = await card()
    const [view] = engine.state.subscribers
    if (view === undefined) throw new Error('the fake has a subscriber')
    const subscriber = { ...view.subscriber, qos: 2 as const, more: [{ topic: 'secret/#', qos: 1 as const }] }
    engine.push({
      type: 'subscribers',
      subscribers: [{ ...view, subscriber, state: 'online', granted: [1, 135] }]
    })
    await within(shown).findByText('refused by the broker')
    expect(shown.textContent).toContain('QoS 2, granted 1')
  })

  test('counts what nobody has seen, on its head and at the page', async () => {
    const { engine, user } = openWindow()
    const shown = await card()
    await user.click(within(shown).getByRole('button', { name: 'Connect' }))
    await user.click(within(shown).getByRole('button', { name: 'Fold' }))
    await within(shown).findByRole('button', { name: 'Unfold' })
    engine.publish('t/1', bytesOf('one'))
    engine.publish('t/1', bytesOf('two'))
    await within(shown).findByRole('img', { name: '2 unread messages' })
    pageStore.getState().open('log')
    const cycle = await screen.findByRole('button', { name: /Cycle/ })
    expect(within(cycle).getByRole('img', { name: '2 unread messages' })).toBeTruthy()
    pageStore.getState().open('cycle')
    await user.click(within(await card()).getByRole('button', { name: 'Unfold' }))
    await waitFor(() => {
      expect(screen.queryByRole('img', { name: /unread/ })).toBeNull()
    })
  })

  test('is exported as CSV', async () => {
    const { engine, host, user } = openWindow()
    const shown = await card()
    await user.click(within(shown).getByRole('button', { name: 'Connect' }))
    engine.publish('t/1', bytesOf('=1+1'))
    await within(shown).findByText('1 message received')
    await user.click(within(shown).getByRole('button', { name: 'Export what was received' }))
    await user.click(await screen.findByRole('menuitem', { name: /CSV/, hidden: true }))
    const saved = host.calls.find(({ name }) => name === 'file.save')?.input as { name: string; text: string }
    expect(saved.name).toBe('subscriber-1.csv')
    expect(saved.text.split('\r\n')[1]).toMatch(/^[^,]+,t\/1,1,false,false,true,4,'=1\+1$/)
  })

  test('comes back when its removal is undone', async () => {
    const { user } = openWindow()
    await user.click(within(await card()).getByRole('button', { name: 'Remove' }))
    await waitFor(() => {
      expect(screen.queryByRole('article', { name: 'subscriber-1' })).toBeNull()
    })
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await card()
  })
})

test('when there are as many subscribers as may be, the pane says so', async () => {
  const engine = new FakeEngine()
  const [view] = engine.state.subscribers
  if (view === undefined) throw new Error('the fake has a subscriber')
  engine.state.subscribers = Array.from({ length: mostSubscribers }, (_, index) => {
    const id = `s${index}`
    return { ...view, subscriber: subscriberSchema.parse({ id, clientId: id, topic: 't', folded: true }) }
  })
  openWindow(engine)
  const add = await screen.findByRole('button', { name: /There are 50/ })
  expect(add.hasAttribute('disabled')).toBe(true)
})
