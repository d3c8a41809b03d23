import { expect, type Locator, type Page } from '@playwright/test'
import { seriousFindings } from './axe.js'
import { openInspector, picture, test } from './inspectorApp.js'

/** The chapter's PostgreSQL part, clicked. */

function storeRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Stored messages of postgresql' }).getByRole('row', { name: /t\/1/ })
}

function lives(page: Page): Locator {
  return page.getByRole('grid', { name: 'Timeline' }).getByRole('row', { name: /t\/1/ })
}

test('a message is published, waits, is delivered, acknowledged and gone', async ({ inspector: { page } }) => {
  await page.getByLabel('Payload', { exact: true }).fill('hello')
  await page.getByRole('radiogroup', { name: 'Format' }).getByText('Text').click()
  await page.getByRole('button', { name: /^Publish/ }).click()

  // The row appears, and stays while nobody listens.
  await expect(page.getByText(/Acknowledged after/)).toBeVisible()
  await expect(storeRows(page)).toHaveCount(1)
  await expect(storeRows(page)).toContainText('hello')
  await expect(page.getByText('1 message', { exact: true })).toBeVisible()
  await expect(page.getByText('Nothing received yet.')).toBeVisible()
  const life = lives(page)
  await expect(life.getByRole('gridcell', { name: /postgresql/ })).toHaveCount(1)
  await picture(page, 'stored')

  // The subscriber comes and gets it; the row is a ghost, then gone.
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const received = page.getByRole('list', { name: 'Received by subscriber-1' })
  await expect(received.getByRole('button', { name: /hello/ })).toBeVisible()
  await expect(received).toContainText('QoS 1')
  await expect(page.getByText('0 messages', { exact: true })).toBeVisible()
  await expect(storeRows(page).getByRole('gridcell', { name: 'deleted' })).toHaveCount(1)
  await picture(page, 'delivered')
  await expect(page.getByText('Nothing is waiting')).toBeVisible()

  // Its whole life is on one line.
  for (const phase of ['offline', 'postgresql', 'subscriber-1']) await expect(life).toContainText(phase)
  await expect(life.getByRole('gridcell', { name: /postgresql/ })).toHaveCount(2)
  await expect(life.getByRole('gridcell', { name: /subscriber-1/ })).toHaveCount(2)
})

test(
  'selecting a message selects it in every view, and tells its steps',
  { tag: '@picture' },
  async ({ inspector: { page } }) => {
    await page.getByRole('button', { name: /^Publish/ }).click()
    await expect(storeRows(page)).toHaveCount(1)
    await storeRows(page).click()
    await expect(lives(page)).toHaveAttribute('aria-selected', 'true')
    const details = page.getByRole('complementary', { name: 'The selected message' })
    await expect(details).toContainText('published by publisher-1')
    await expect(details).toContainText('saved in postgresql')

    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByRole('button', { name: /hello/, pressed: true })).toBeVisible()
    await expect(details).toContainText('deleted from postgresql')
    await picture(page, 'selected')
    await page.keyboard.press('Escape')
    await expect(details).toBeHidden()
  }
)

test('a row that is selected elsewhere comes into view, in front of the head and the bar at the bottom', async ({
  inspector: { page }
}) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  for (let count = 1; count <= 8; count++) {
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText(`${count} message`, { exact: false }).first()).toBeVisible()
  }
  await lives(page).first().click()
  const table = page.getByRole('grid', { name: 'Stored messages of postgresql' })
  const row = table.locator('[aria-selected=true]')
  await expect(row).toBeVisible()
  const bottomOf = async (shown: Locator): Promise<number> => {
    const { y = 0, height = 0 } = (await shown.boundingBox()) ?? {}
    return y + height
  }
  const barHeight = 10
  await expect.poll(() => bottomOf(row)).toBeLessThanOrEqual((await bottomOf(table)) - barHeight)
})

test('a held acknowledgement keeps the row', async ({ inspector: { page } }) => {
  await page.getByRole('switch', { name: 'Hold the ack' }).click({ force: true })
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('online', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Publish/ }).click()
  await expect(page.getByText('1 held unacknowledged')).toBeVisible()
  await expect(page.getByText('1 message', { exact: true })).toBeVisible()
  await page.getByRole('switch', { name: '1 held unacknowledged' }).click({ force: true })
  await expect(page.getByText('0 messages', { exact: true })).toBeVisible()
})

test('what is not stored says why', async ({ inspector: { page } }) => {
  await page.getByText('QoS 0', { exact: true }).first().click()
  await expect(page.getByText(/A message with QoS 0 is not stored/)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(lives(page)).toContainText('QoS 0 is not stored')
  // Explained at length once, when it happened.
  const lesson = page.getByRole('alert').filter({ hasText: 'QoS 0 is not saved' })
  await expect(lesson).toContainText('Publish with QoS 1 or 2')
  expect(await seriousFindings(page)).toEqual([])
  await picture(page, 'lesson')
  await lesson.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(lives(page)).toHaveCount(2)
  await expect(lesson).toBeHidden()

  await page.getByText('QoS 1', { exact: true }).first().click()
  await page.getByRole('region', { name: 'Publisher' }).getByLabel('Topic').fill('u/1')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('grid', { name: 'Timeline' })).toContainText('no rule names this topic')
  await expect(page.getByRole('region', { name: 'Rules' })).toContainText('u/1')
})

test('Play the cycle plays all of it', async ({ inspector: { page } }) => {
  await page.getByRole('combobox', { name: 'Pace' }).click()
  await page.getByRole('option', { name: 'Fast' }).click()
  await page.getByRole('button', { name: 'Play the cycle' }).click()
  const steps = page.getByRole('list', { name: 'Progress of the cycle' }).getByRole('listitem')
  await expect(steps).toHaveCount(6)
  for (const name of ['Prepare', 'Publish, save', 'Subscribe', 'Deliver', 'Acknowledge', 'Delete']) {
    await expect(steps.and(page.getByLabel(`${name}: done`))).toHaveCount(1)
  }
  await expect(page.getByRole('list', { name: 'Received by subscriber-1' })).toContainText('hello')
  await picture(page, 'played')
})

test('what was set survives a restart', async ({ home, inspector }) => {
  const { page } = inspector
  await page.getByLabel('Payload', { exact: true }).fill('{"kept": true}')
  await page.getByRole('button', { name: /^Publish/ }).click()
  await expect(storeRows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Add a subscriber' }).click()
  await expect(page.getByRole('article', { name: 'subscriber-2' })).toBeVisible()
  await page.getByRole('button', { name: 'Dark colours' }).click()
  await page.getByRole('button', { name: '切换到中文' }).click()
  await expect(page.getByRole('button', { name: '演示全流程' })).toBeVisible()
  await inspector.close()

  const again = await openInspector(home)
  await expect(again.page.getByRole('button', { name: '演示全流程' })).toBeVisible({ timeout: 30_000 })
  await expect(again.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(again.page.getByLabel('消息内容', { exact: true })).toHaveValue('{"kept": true}')
  await expect(again.page.getByRole('article', { name: 'subscriber-2' })).toBeVisible()
  const row = again.page.getByRole('grid', { name: 'postgresql 中保存的消息' }).getByRole('row', { name: /t\/1/ })
  await expect(row).toContainText('{"kept": true}')
  await again.close()
})

test('the console asks the store in its own language', async ({ inspector: { page } }) => {
  await page.getByRole('button', { name: /^Publish/ }).click()
  await expect(storeRows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Console' }).click()
  const console = page.getByRole('region', { name: 'Console of postgresql' })
  const line = console.getByRole('textbox')
  await expect(line).toBeFocused()
  await line.fill('select topic, qos from mqtt_msg')
  await line.press('Enter')
  await expect(console.getByRole('row')).toHaveText(['topicqos', 't/11'])
  await line.fill('delete from mqtt_msg')
  await line.press('Enter')
  await expect(console.getByRole('alert')).toContainText('only reads')
})
