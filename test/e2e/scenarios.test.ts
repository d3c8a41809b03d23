import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { seriousFindings } from './axe.js'
import { picture, test } from './inspectorApp.js'

/** Scenarios of one's own: written, kept, played, written to a file, and played by the command line. */

const cli = resolve(import.meta.dirname, '../../scripts/cli.mjs')

async function setStep(page: Page, number: number, act: string): Promise<void> {
  await page.getByRole('combobox', { name: `Step ${number}`, exact: true }).click()
  await page.getByRole('option', { name: act, exact: true }).click()
}

test('what is written in the window plays there and in the terminal with the same result', async ({
  home,
  inspector: { app, page }
}) => {
  await page.getByRole('button', { name: 'Scenarios' }).click()
  const dialog = page.getByRole('dialog', { name: 'Scenarios' })
  await dialog.getByLabel('Name').fill('held')
  // The row stays while the ack is held: hold before the subscriber comes, look, release.
  const acts = [
    'Hold the acks',
    'Connect the subscriber',
    'Expect the delivery',
    'Expect the row',
    'Release the acks',
    'Expect the ack',
    'Expect the row gone'
  ]
  for (const [index, act] of acts.entries()) {
    // A new one has nine.
    if (index + 5 > 9) await dialog.getByRole('button', { name: 'Add a step' }).click()
    await setStep(page, index + 5, act)
  }
  expect(await seriousFindings(page)).toEqual([])
  await picture(page, 'scenario-form')

  const file = join(home, 'held.mqttscenario')
  await app.evaluate(({ dialog: dialogs }, filePath) => {
    dialogs.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await dialog.getByRole('button', { name: 'Save to a file' }).click()
  await dialog.getByRole('button', { name: 'Save and play' }).click()
  await expect(dialog).toBeHidden()
  const steps = page.getByRole('list', { name: 'Progress of the cycle' }).getByRole('listitem')
  const done = ['Prepare', 'Publish, save', 'Subscribe', 'Deliver', 'Publish, save', 'Acknowledge', 'Delete']
  for (const [index, name] of done.entries()) await expect(steps.nth(index)).toHaveAccessibleName(`${name}: done`)
  await picture(page, 'scenario-played')

  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'demo', '--scenario', file, '--json'])
  const report = JSON.parse(stdout) as { ok: boolean; steps: { step: string; ok: boolean }[] }
  expect(report.ok).toBe(true)
  const names = (JSON.parse(await readFile(file, 'utf8')) as { steps: { step: string }[] }).steps.map(
    ({ step }) => step
  )
  expect(report.steps).toEqual(names.map((step) => expect.objectContaining({ step, ok: true }) as unknown))
  expect(names).toHaveLength(done.length)

  // Deleted, brought back, and opened from the file as one more.
  await page.getByRole('button', { name: 'Scenarios' }).click()
  await dialog.getByRole('button', { name: 'held' }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByRole('button', { name: 'held' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByRole('button', { name: 'held' })).toBeVisible()
  await dialog.locator('input[type=file]').setInputFiles(file)
  await expect(dialog.getByRole('button', { name: 'held-2' })).toBeVisible()
})
