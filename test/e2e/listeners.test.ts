import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import mqtt from 'mqtt'
import { picture, test } from './inspectorApp.js'

test('a listener with TLS is set up in Settings, with a certificate that is made there', async ({
  inspector,
  home
}) => {
  const { page } = inspector
  await page.getByRole('button', { name: 'Settings' }).click()
  for (const name of ['tls', 'wss']) {
    await page.getByRole('switch', { name: `Listener ${name} on`, exact: true }).focus()
    await page.keyboard.press('Space')
    await page.getByLabel(`Port of ${name}`, { exact: true }).fill('0')
    await page.getByRole('button', { name: `Make one for this machine (${name})` }).click()
    await expect(page.getByRole('textbox', { name: `Key file of ${name}` })).toHaveValue(/localhost\.key$/)
  }
  const apply = page.getByRole('button', { name: 'Apply and restart the broker' })
  await apply.click()

  const head = page.getByRole('banner')
  const copy = (scheme: string) => head.getByRole('button', { name: `${scheme}://127.0.0.1` })
  const files = {
    certificate: page.getByRole('textbox', { name: 'Certificate file of tls' }),
    key: page.getByRole('textbox', { name: 'Key file of tls' })
  }
  const ca = await readFile(await files.certificate.inputValue())
  for (const scheme of ['mqtts', 'wss']) {
    await copy(scheme).click()
    const copied = () => inspector.app.evaluate(({ clipboard }) => clipboard.readText())
    await expect.poll(copied).toMatch(new RegExp(`^${scheme}://127.0.0.1:\\d+`))
    const client = await mqtt.connectAsync(await copied(), { ca, reconnectPeriod: 0 })
    await client.publishAsync('t/1', 'over TLS', { qos: 1 })
    await client.endAsync()
  }
  await expect(head.getByText('2 in')).toBeVisible()
  for (const { width, height } of [
    { width: 1024, height: 700 },
    { width: 1440, height: 900 }
  ]) {
    await page.setViewportSize({ width, height })
    await picture(page, `listeners-${width}`)
  }

  // Nothing of the key is in the workspace.
  const key = await readFile(await files.key.inputValue(), 'utf8')
  await expect.poll(() => readFile(join(home, 'workspace', 'workspace.json'), 'utf8')).toContain('localhost.key')
  expect(await readFile(join(home, 'workspace', 'workspace.json'), 'utf8')).not.toContain(key.split('\n')[1])

  // A file that is broken is said, and the others go on.
  const broken = join(home, 'broken.pem')
  await writeFile(broken, 'broken')
  await files.certificate.fill(broken)
  await apply.click()
  await expect(page.getByRole('alert').filter({ hasText: broken })).toContainText('holds no certificate')
  await expect(copy('wss')).toBeVisible()
  await expect(copy('mqtts')).toHaveCount(0)
  await picture(page, 'listeners-broken')
  await head.getByRole('button', { name: '切换到中文' }).click()
  await head.getByRole('button', { name: '深色' }).click()
  await page.setViewportSize({ width: 1024, height: 700 })
  await picture(page, 'listeners-broken-zh')
})
