import { expect } from '@playwright/test'
import { picture, test } from './inspectorApp.js'

/** A rule is written, tried and understood. */

test('a statement is written with completions, and judged where it stands', async ({ inspector: { page } }) => {
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Create a rule' }).click()
  const sql = page.getByRole('textbox', { name: 'SQL' })
  await sql.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('SELECT * FROM "$events/message_ac')
  await expect(page.getByRole('option', { name: /message_acked/ })).toBeVisible()
  await picture(page, 'rule-completion')
  // Completions take no keys in their first moments, so that none is taken by mistake.
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(sql).toHaveText('SELECT * FROM "$events/message_acked"', { timeout: 100 })
  }).toPass()
  await page.keyboard.type(' WHERE qos NOT IN (1)')
  await expect(page.locator('.cm-lintRange-warning')).toHaveText('qos NOT IN (1)')
  await expect(page.getByText(/NOT IN is read by EMQX 4.4 but fails/)).toBeVisible()
  await page.locator('.cm-lintRange-warning').hover()
  await expect(page.locator('.cm-tooltip-lint')).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Control+Z')
    await expect(sql).not.toContainText('NOT IN', { timeout: 100 })
  }).toPass()
  // What is typed over a selection is one step to take back; a bracket closes around it.
  const before = await sql.innerText()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('SELECT')
  await expect(sql).toHaveText('SELECT')
  await page.keyboard.press('Control+Z')
  await expect(sql).toHaveText(before)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('(')
  await expect(sql).toHaveText(`(${before})`)
})
