import { expect, type Page } from '@playwright/test'
import mqtt from 'mqtt'
import { picture, test } from './inspectorApp.js'

async function brokerUrl(page: Page): Promise<string> {
  return `mqtt://${
    (await page
      .getByText(/^127\.0\.0\.1:\d+$/)
      .first()
      .textContent()) ?? ''
  }`
}

test('access rules made in the window hold for the next client, without a restart', async ({ inspector: { page } }) => {
  const url = await brokerUrl(page)
  const before = await mqtt.connectAsync(url, { reconnectPeriod: 0 })
  await page.keyboard.press('Control+4')
  await page.getByRole('switch', { name: 'Only these users may connect' }).check()
  await page.getByRole('button', { name: 'Add a user' }).click()
  await page.getByLabel('Name of user 1').fill('ann')
  await page.getByLabel('Password of user 1').fill('secret')
  for (const [number, topic] of [
    [1, 'private/%u/#'],
    [2, 'private/#']
  ] as const) {
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByLabel(`Topic of rule ${number}`).fill(topic)
  }
  await page.getByRole('combobox', { name: 'May of rule 1' }).click()
  await page.getByRole('option', { name: 'Allow' }).click()
  const tester = page.locator('section', { has: page.getByRole('heading', { name: 'Try the rules' }) }).last()
  await tester.getByLabel('User name').fill('ann')
  await tester.getByLabel('Topic').fill('private/ann/1')
  await expect(tester.getByRole('status')).toHaveText('Allowed by rule 1.')
  await tester.getByLabel('Topic').fill('private/bob/1')
  await expect(tester.getByRole('status')).toHaveText('Denied by rule 2.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await picture(page, 'access')

  await expect(mqtt.connectAsync(url, { reconnectPeriod: 0 })).rejects.toThrow()
  expect(before.connected).toBe(true)
  const ann = await mqtt.connectAsync(url, { reconnectPeriod: 0, username: 'ann', password: 'secret' })
  expect((await ann.subscribeAsync('private/ann/#', { qos: 1 }))[0]?.qos).toBe(1)
  await expect(ann.subscribeAsync('private/bob/#', { qos: 1 })).rejects.toThrow()
  await Promise.all([before.endAsync(true), ann.endAsync(true)])

  // The window's own subscriber gets in all the same.
  await page.keyboard.press('Control+1')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('online', { exact: true })).toBeVisible()
})

test('a client that asks for MQTT 5 is told of, and the settings count it', async ({ inspector: { page } }) => {
  const five = mqtt.connectAsync(await brokerUrl(page), { reconnectPeriod: 0, protocolVersion: 5, clientId: 'five' })
  await expect(five).rejects.toThrow(/Unsupported Protocol Version/i)
  await expect(page.getByText('A client asked for MQTT 5')).toBeVisible()
  await picture(page, 'version-refused')
  await page.keyboard.press('Control+6')
  const refused = page.getByText('Other versions of MQTT')
  await refused.scrollIntoViewIfNeeded()
  await expect(refused.locator('..')).toHaveText('Other versions of MQTT1')
  await picture(page, 'limits')
})
