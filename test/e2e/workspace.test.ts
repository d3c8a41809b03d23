import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { openInspector, ready, test } from './inspectorApp.js'

/** The whole workspace in a file, who is connected, and what lies in a store, in the real window. */

async function exported(page: Page): Promise<string> {
  const answer = await page.evaluate<{ value: string }>("window.inspector.call('workspace.export', undefined)")
  return answer.value
}

test('a workspace is imported, counts at once, and is taken back', async ({ home, inspector: { page } }) => {
  const file = join(home, 'mine.mqttworkspace')
  const workspace = JSON.parse(await exported(page)) as { publisher: object }
  const publisher = { ...workspace.publisher, topic: 'imported/1' }
  await writeFile(file, JSON.stringify({ ...workspace, publisher }))
  await page.evaluate('window.seen = []; window.host.onEngineStatus(({ state }) => window.seen.push(state))')
  await page.keyboard.press('Control+6')
  await page.getByLabel('Import …').setInputFiles(file)
  await expect(page.getByText('mine.mqttworkspace is the workspace now.')).toBeVisible()
  // Nothing is told of an engine that stopped: it began anew on purpose.
  await expect.poll(() => page.evaluate('window.seen')).toEqual(['starting', 'starting', 'ready'])
  await page.keyboard.press('Control+1')
  await expect(page.getByRole('region', { name: 'Publisher' }).getByLabel('Topic')).toHaveValue('imported/1')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('region', { name: 'Publisher' }).getByLabel('Topic')).toHaveValue('t/1')
  // The built-in database has stayed as it is, and works on.
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 message', { exact: true })).toBeVisible()

  await writeFile(file, '{"version": 2}')
  await page.keyboard.press('Control+6')
  await page.getByLabel('Import …').setInputFiles(file)
  await expect(page.getByRole('alert')).toContainText('The file is no workspace of this program')
})

test('a file that the program is called with is offered, not taken', async ({ home }) => {
  const file = join(home, 'sent.mqttworkspace')
  const first = await openInspector(home)
  await ready(first.page)
  const workspace = JSON.parse(await exported(first.page)) as { publisher: object }
  await writeFile(file, JSON.stringify({ ...workspace, publisher: { ...workspace.publisher, topic: 'sent/1' } }))
  await first.close()

  const { page, close } = await openInspector(home, [file])
  const topic = page.getByRole('region', { name: 'Publisher' }).getByLabel('Topic')
  await expect(page.getByText('sent.mqttworkspace would take the place of the whole workspace.')).toBeVisible()
  await expect(topic).toHaveValue('t/1')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(topic).toHaveValue('sent/1')
  await close()
})

test('who is connected is seen, and is disconnected', async ({ inspector: { page } }) => {
  const subscriber = page.getByRole('article', { name: 'subscriber-1' })
  await subscriber.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(subscriber.getByText('online', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '1 client' }).click()
  const row = page.getByRole('dialog').getByRole('row', { name: /subscriber-1/ })
  await expect(row).toContainText('t/1 QoS 1')
  const address = await row.getByRole('rowheader').textContent()
  await row.getByRole('button', { name: 'Disconnect subscriber-1' }).click()
  // It comes again by itself, on another port.
  await expect(row).toBeVisible()
  await expect(row.getByRole('rowheader')).not.toHaveText(address ?? '')
})

test('a stored row is shown in full and copied, also one that was there before the start', async ({ home }) => {
  const first = await openInspector(home)
  await ready(first.page)
  await first.page.keyboard.press('Control+Enter')
  await expect(first.page.getByText('1 message', { exact: true })).toBeVisible()
  await first.close()

  const { app, page, close } = await openInspector(home)
  const rows = page.getByRole('grid', { name: 'Stored messages of postgresql' }).getByRole('row')
  await rows.nth(1).click()
  const details = page.getByRole('complementary', { name: 'The selected message' })
  const stored = details.getByRole('region', { name: 'Stored in postgresql' })
  await expect(stored).toContainText('{ "msg": "hello" }')
  await stored.getByRole('button', { name: 'Copy topic' }).click()
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('t/1')
  await details.getByText('Hex', { exact: true }).click()
  await expect(details.getByText(/^7b 20 22 6d 73 67/)).toBeVisible()
  await close()
})

test('a right click offers what can be done there, in the language of the window', async ({ inspector }) => {
  const { app, page } = inspector
  await app.evaluate(({ Menu }) => {
    const labels: string[][] = []
    Object.assign(globalThis, { offered: labels })
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      labels.push(this.items.map(({ label }) => label))
    }
  })
  const offered = () => app.evaluate(() => (globalThis as unknown as { offered: string[][] }).offered.at(-1))
  await page.locator('#payload').click({ button: 'right' })
  await expect.poll(offered).toEqual(['Cut', 'Copy', 'Paste', 'Select All'])
  await page.getByRole('button', { name: '切换到中文' }).click()
  await expect(page.getByRole('region', { name: '时间线' })).toBeVisible()
  await page.locator('#payload').click({ button: 'right' })
  await expect.poll(offered).toEqual(['剪切', '复制', '粘贴', '全选'])
})
