import { expect, type Locator, type Page } from '@playwright/test'
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
  await expect(chart.getByText('waiting for the store')).toContainText('1')
  await store.getByRole('button', { name: 'Mend' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByText(/Acknowledged after/)).toBeVisible()
  await expect(store.getByRole('alert')).toBeHidden()
  await expect(chart.getByText('waiting for the store')).toContainText('0')
  await expect(chart.locator('canvas')).toBeVisible()
  await picture(page, 'chart')
})
