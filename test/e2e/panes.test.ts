import { expect } from '@playwright/test'
import { reason, startMosquitto, user, type Mosquitto } from '../clients/mosquitto.js'
import { seriousFindings } from './axe.js'
import { picture, test } from './inspectorApp.js'

/** The publisher and the subscribers, and a broker that is not ours. */

/** What a list in the page has of an HTMLElement; these tests know no DOM. */
interface ScrolledElement {
  scrollTop: number
  readonly clientHeight: number
  readonly parentElement: { readonly style: { maxHeight: string } }
}

test('a repeated message is counted, received in several ways, and kept for another time', async ({
  inspector: { page }
}) => {
  const publisher = page.getByRole('region', { name: 'Publisher' })
  const subscriber = page.getByRole('article', { name: 'subscriber-1' })
  await subscriber.getByRole('button', { name: 'Edit' }).click()
  await subscriber.getByRole('button', { name: 'Add a filter' }).click()
  await subscriber.getByRole('textbox', { name: 'Topic 2' }).fill('u/+')
  await picture(page, 'subscriber-form')
  await subscriber.getByRole('button', { name: 'Save' }).click()
  await subscriber.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(subscriber.getByText('online', { exact: true })).toBeVisible()

  await publisher.getByLabel('Topic').fill('u/{{i}}')
  await publisher.getByLabel('Payload', { exact: true }).fill('{"n":{{i}},"at":{{ts}}}')
  await publisher.getByRole('button', { name: 'Repeat' }).click()
  await publisher.getByRole('textbox', { name: 'Every' }).fill('20')
  await publisher.getByRole('textbox', { name: 'Times' }).fill('30')
  await publisher.getByRole('button', { name: 'Start' }).click()
  await expect(publisher.getByText('30 of 30 published')).toBeVisible()
  await expect(subscriber.getByText('30 messages received')).toBeVisible()

  // Who reads along at the end stays there, also when the list gets smaller.
  const newest = subscriber.getByRole('button', { name: /"n":30/ })
  await expect(newest).toBeInViewport({ ratio: 0.9 })
  const timeline = page.getByRole('separator', { name: 'Height of the timeline' })
  for (let time = 0; time < 3; time++) await timeline.press('ArrowUp')
  await expect(newest).toBeInViewport({ ratio: 0.9 })
  await timeline.dblclick()

  // Also when it gets smaller before the browser has told that it was scrolled to the end.
  const received = subscriber.getByRole('list', { name: 'Received by subscriber-1' })
  await received.evaluate((list: ScrolledElement) => {
    list.scrollTop -= 1
    list.scrollTop += 1
    list.parentElement.style.maxHeight = `${list.clientHeight - 40}px`
  })
  await expect(newest).toBeInViewport({ ratio: 0.9 })
  await received.evaluate((list: ScrolledElement) => {
    list.parentElement.style.maxHeight = ''
  })
  // Who scrolls away is left there, and can come back.
  await received.hover()
  await page.mouse.wheel(0, -200)
  await expect(newest).not.toBeInViewport()
  await subscriber.getByRole('button', { name: 'To the newest' }).click()
  await expect(newest).toBeInViewport({ ratio: 0.9 })

  await newest.click()
  const message = subscriber.getByRole('region', { name: 'Message 30' })
  await expect(message).toContainText('n: 30')
  await picture(page, 'panes-light')
  await message.getByText('Hex', { exact: true }).click()
  await expect(message.getByText(/^7b 22 6e/)).toBeVisible()
  await message.getByRole('button', { name: 'Close' }).click()

  await publisher.getByRole('button', { name: 'Saved and published messages' }).click()
  await page.getByLabel('Name of the message').fill('numbered')
  await page.getByLabel('Name of the message').press('Enter')
  await expect(page.getByRole('button', { name: /^numbered/ })).toBeVisible()
  await picture(page, 'recall')
  await page.keyboard.press('Escape')

  await subscriber.getByRole('button', { name: 'Remove' }).click()
  await expect(subscriber).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(subscriber.getByText('30 messages received')).toBeVisible()
})

test('many brokers outside stand in groups, in the dialog and in the menu', async ({ inspector: { page } }) => {
  const save = (name: string, group: string): Promise<unknown> =>
    page.evaluate(`window.inspector.call('connection.save', ${JSON.stringify({ id: name, name, group, config: {} })})`)
  await save('laptop', '')
  for (const group of ['Test', 'Production']) {
    for (let number = 1; number <= 12; number++) await save(`${group.toLowerCase()}-${number}`, group)
  }
  const publisher = page.getByRole('region', { name: 'Publisher' })
  await publisher.getByRole('button', { name: /^Talks to/ }).click()
  await expect(page.getByRole('group', { name: 'Production' })).toBeVisible()
  // However many there are, the way to them stays in view.
  await expect(page.getByRole('menuitem', { name: 'Connections …' })).toBeInViewport({ ratio: 1 })
  expect(await seriousFindings(page), 'menu').toEqual([])
  await picture(page, 'groups-menu')
  await page.getByRole('menuitem', { name: 'Connections …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Other brokers' })
  await dialog.getByRole('button', { name: /^Production/ }).click()
  await expect(dialog.getByRole('button', { name: /^Production/ })).toHaveAttribute('aria-expanded', 'false')
  await dialog.getByRole('combobox', { name: 'Group' }).click()
  await expect(page.getByRole('option')).toHaveText(['Production', 'Test'])
  expect(await seriousFindings(page), 'dialog').toEqual([])
  await picture(page, 'groups')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
})

test.describe('a broker outside', () => {
  test.skip(reason !== '', reason)
  let mosquitto: Mosquitto
  test.beforeAll(async () => {
    mosquitto = await startMosquitto()
  })
  test.afterAll(() => mosquitto.stop())

  test('is described, tried, saved and talked to, over TLS with MQTT 5', async ({ inspector: { page } }) => {
    const publisher = page.getByRole('region', { name: 'Publisher' })
    await publisher.getByRole('button', { name: /^Talks to/ }).click()
    await page.getByRole('menuitem', { name: 'Connections …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Other brokers' })
    await dialog.getByLabel('Name', { exact: false }).first().fill('Mosquitto')
    await dialog.getByRole('switch', { name: 'Use TLS' }).click({ force: true })
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(mosquitto.ports.tls))
    await dialog.getByRole('combobox', { name: 'MQTT version' }).click()
    await page.getByRole('option', { name: '5', exact: true }).click()
    await dialog.getByLabel('Username').fill(user.username)
    await dialog.getByLabel('Password', { exact: true }).fill(user.password)

    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByRole('alert')).toContainText('Check the CA certificate')
    await picture(page, 'connection-refused')
    await dialog.getByRole('textbox', { name: 'CA certificate file' }).fill(mosquitto.certificates.ca)
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog.getByText(/accepted a client after/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByRole('button', { name: 'Delete' })).toBeVisible()
    await page.keyboard.press('Escape')

    await publisher.getByRole('button', { name: /^Talks to/ }).click()
    await page.getByRole('menuitem', { name: /^Mosquitto/ }).click()
    await page.getByRole('button', { name: 'Add a subscriber' }).click()
    const subscriber = page.getByRole('article', { name: 'subscriber-2' })
    await subscriber.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(subscriber.getByText('online', { exact: true })).toBeVisible()
    await publisher.getByRole('button', { name: /^Publish/ }).click()
    await expect(subscriber.getByRole('button', { name: /hello/ })).toBeVisible()
    // Our own broker saw nothing of it, and the panes say so.
    await expect(subscriber).toContainText('do not appear in the timeline')
    await expect(page.getByRole('grid', { name: 'Timeline' })).toHaveCount(0)
    await picture(page, 'outside-light')
  })
})
