import { expect, type Locator, type Page } from '@playwright/test'
import { findProgram } from '../../src/engine/servers/find.js'
import { picture, test } from './inspectorApp.js'

/** The cycle slowed down, and its stores broken on purpose. */

function rows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Stored messages of postgresql' }).getByRole('row', { name: /t\/1/ })
}

test('step mode: saved, delivered and deleted only when a person says so', async ({ inspector: { page } }) => {
  const steps = page.getByRole('region', { name: 'Step mode' })
  const next = steps.getByRole('button', { name: /^Next/ })
  await page.getByRole('button', { name: 'Step mode' }).click()
  await expect(next).toBeDisabled()
  await page.keyboard.press('Control+Enter')
  await expect(steps.getByText('will be saved in postgresql')).toBeVisible()
  await picture(page, 'step-save')
  await expect(page.getByText('Nothing is waiting')).toBeVisible()
  await next.click()
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByText(/Acknowledged after/)).toBeVisible()

  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(steps.getByText('will be delivered to subscriber-1')).toBeVisible()
  await expect(page.getByText('Nothing received yet.')).toBeVisible()
  await next.click()
  await expect(page.getByRole('list', { name: 'Received by subscriber-1' })).toContainText('QoS 1')
  await expect(steps.getByText('will be deleted from postgresql')).toBeVisible()
  await expect(page.getByText('1 message', { exact: true })).toBeVisible()
  await picture(page, 'step-delete')

  // What waits goes when step mode ends.
  await steps.getByRole('button', { name: 'End step mode' }).click()
  await expect(steps).toBeHidden()
  await expect(page.getByText('0 messages', { exact: true })).toBeVisible()
})

test('a message waits while its store is cut off, and is saved when it is mended', async ({ inspector: { page } }) => {
  const store = page.getByRole('article', { name: /postgresql/ })
  await store.getByRole('button', { name: 'Fault bench' }).click()
  await page.getByRole('menuitem', { name: /^Cut off/ }).click()
  await expect(store.getByRole('status')).toContainText('Broken on purpose: Cut off')
  await page.keyboard.press('Control+Enter')
  await expect(store.getByText('1 message waits for it')).toBeVisible()
  await expect(store.getByRole('alert')).toContainText('cannot be reached')
  await picture(page, 'fault-cut')
  await store.getByRole('button', { name: 'Charts of postgresql' }).click()
  const chart = page.getByRole('figure', { name: 'Charts of postgresql' })
  await expect(chart.getByText('waiting')).toContainText('1')
  await store.getByRole('button', { name: 'Mend' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByText(/Acknowledged after/)).toBeVisible()
  await expect(store.getByRole('alert')).toBeHidden()
  await expect(chart.getByText('waiting')).toContainText('0')
  await expect(chart.locator('canvas')).toBeVisible()
  const took = page.getByRole('figure', { name: 'Latency of postgresql' })
  await expect(took.getByRole('row', { name: /^published → saved( \d[\d.]* m?s){3}$/ })).toBeVisible()
  await expect(took.locator('canvas')).toBeVisible()
  await picture(page, 'chart')
})

test(
  'what a subscriber acknowledges is lost: it gets it again, and only then is it deleted',
  { tag: '@picture' },
  async ({ inspector: { page } }) => {
    await page.keyboard.press('Control+Enter')
    await expect(rows(page)).toHaveCount(1)
    await page.getByRole('button', { name: 'Fault bench of the broker' }).click()
    await page.getByRole('menuitem', { name: /^Loses subscribers' acks/ }).click()
    const note = page.getByRole('status').filter({ hasText: "broken on purpose: Loses subscribers' acks" })
    await expect(note).toBeVisible()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    const received = page.getByRole('list', { name: 'Received by subscriber-1' })
    await expect(received.getByRole('listitem')).toHaveCount(1)
    await expect(note).toContainText('1 packet')
    await expect(rows(page)).toHaveCount(1)
    await picture(page, 'broker-fault')
    // On every page.
    await page.keyboard.press('Control+5')
    await note.getByRole('button', { name: 'Mend' }).click()
    await expect(note).toBeHidden()
    await page.keyboard.press('Control+1')
    await expect(received.getByRole('listitem')).toHaveCount(2)
    await expect(page.getByText('0 messages', { exact: true })).toBeVisible()
  }
)

test('a publisher whose acknowledgement was lost publishes again: it is saved twice', async ({
  inspector: { page }
}) => {
  await page.getByRole('button', { name: 'Fault bench of the broker' }).click()
  await page.getByRole('menuitem', { name: /^Loses acks to publishers/ }).click()
  await page.keyboard.press('Control+Enter')
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByText(/Acknowledged after/)).toBeHidden()
  await page.getByRole('button', { name: 'Mend' }).click()
  await expect(page.getByRole('alert')).toContainText('The message was not acknowledged')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/Acknowledged after/)).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
})

test('a local server is killed, and started again from its store', async ({ inspector: { page } }) => {
  const program = await findProgram(['redis-server', 'valkey-server'], [])
  test.skip(program === undefined, 'no Redis on this machine')
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Start Redis' }).click()
  await expect(page.getByRole('button', { name: 'Stop Redis' })).toBeVisible()
  await page.keyboard.press('Control+1')
  const store = page.getByRole('article', { name: /local-redis/ })
  await expect(store.getByText('available', { exact: true })).toBeVisible()
  await store.getByRole('button', { name: 'Fault bench' }).click()
  await page.getByRole('menuitem', { name: /^Kill the server/ }).click()
  await expect(store.getByRole('status')).toContainText('The server was killed on purpose.')
  await expect(store.getByRole('alert')).toContainText('cannot be reached')
  await picture(page, 'server-killed')
  await store.getByRole('button', { name: 'Start again' }).click()
  await expect(store.getByText('available', { exact: true })).toBeVisible()
  await expect(store.getByRole('alert')).toBeHidden()
  await expect(store.getByText('The server was killed on purpose.')).toBeHidden()
})
