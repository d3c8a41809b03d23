import { createServer, type AddressInfo } from 'node:net'
import { rm } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { freshWorkspace, makeHome, openInspector, picture, test } from './inspectorApp.js'

/** What goes wrong is said in a sentence, where it happened, with what to do. */

test("a failed connection test shows the server's own reason", async ({ inspector: { page } }) => {
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Create a resource' }).click()
  // Port 1 is nobody's: the connection is refused at once.
  await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1:1')
  await page.getByRole('textbox', { name: 'Database' }).fill('mqtt')
  await page.getByRole('textbox', { name: 'Username' }).fill('postgres')
  await page.getByRole('button', { name: 'Test connection' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('127.0.0.1:1 cannot be reached')
  await alert.getByRole('button', { name: 'Details' }).click()
  await expect(alert).toContainText('ECONNREFUSED')
  await picture(page, 'resource-refused')
})

test('the built-in PostgreSQL answers, and is ready', async ({ inspector: { page } }) => {
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText(/PostgreSQL .* answered after/)).toBeVisible()
  await page.getByRole('button', { name: 'Initialise …' }).click()
  await expect(page.getByRole('dialog')).toContainText('Everything is there already')
})

test('broken SQL shows the place', async ({ inspector: { page } }) => {
  await page.keyboard.press('Control+2')
  const sql = page.getByRole('textbox', { name: 'SQL' })
  // Emptied first: the browser itself would give what is written over coloured text a style attribute, which the
  // page's policy refuses, and tells of.
  await sql.press('ControlOrMeta+a')
  await sql.press('Delete')
  await sql.fill('SELECT *\nFORM "t/#"')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Line 2, column')
  await expect(page.locator('.cm-lintRange-error')).toHaveText('FORM')
  await picture(page, 'rule-fault')
  await page.getByRole('button', { name: 'Examples' }).click()
  await page.getByRole('menuitem', { name: /The chapter's rule/ }).click()
  await expect(page.getByRole('alert')).toBeHidden()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('a resource that a rule uses cannot be deleted', async ({ inspector: { page } }) => {
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('alert')).toContainText('is used by the rules offline')
  await page.getByRole('button', { name: 'offline', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'SQL' })).toBeVisible()
})

test('a port in use is said, and the window stands', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const home = makeHome(freshWorkspace({ listeners: { tcp: { host: '127.0.0.1', port } } }))
  const { page, close } = await openInspector(home)
  try {
    await page.getByRole('button', { name: `port ${port}: not listening` }).click({ timeout: 30_000 })
    await expect(page.getByRole('alert')).toContainText(`Port ${port}`)
    await picture(page, 'port-in-use')
    await page.getByRole('button', { name: 'Open the settings' }).click()
    await page.getByRole('textbox', { name: 'Port of tcp' }).fill('0')
    await page.getByRole('button', { name: 'Apply and restart the broker' }).click()
    await expect(page.getByRole('banner').getByText(/^127\.0\.0\.1:\d+$/)).toBeVisible()
  } finally {
    await close()
    other.close()
    await rm(home, { recursive: true, force: true })
  }
})

test('when the engine dies the window says so and brings it back', async ({ inspector: { app, page } }) => {
  const pid = await app.evaluate(({ app: electronApp }) => {
    return electronApp.getAppMetrics().find(({ serviceName }) => serviceName === 'node.mojom.NodeService')?.pid
  })
  expect(pid).toBeDefined()
  process.kill(pid ?? 0, 'SIGKILL')
  await expect(page.getByRole('alert')).toContainText('The engine has stopped')
  await page.getByRole('button', { name: 'Restart the engine' }).click()
  await expect(page.getByRole('button', { name: 'Play the cycle' })).toBeVisible({ timeout: 30_000 })
})
