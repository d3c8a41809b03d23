import { expect } from '@playwright/test'
import { picture, test } from './inspectorApp.js'

/** The cycle by a person's own hands. */

test('the guide says what to do next, and sees that it was done', async ({ inspector: { page } }) => {
  await page.getByRole('button', { name: 'Try it yourself' }).click()
  const guide = page.getByRole('region', { name: 'Chapter PostgreSQL' })
  const next = guide.getByRole('button', { name: 'Next' })
  await expect(guide.getByRole('status')).toContainText('Nobody listening? yes')
  await next.click()

  // With QoS 0 it is told why nothing came of it.
  await page.getByText('QoS 0', { exact: true }).first().click()
  await page.getByRole('button', { name: /^Publish/ }).click()
  await expect(guide).toContainText('It was not saved')
  await page.getByText('QoS 1', { exact: true }).first().click()
  await page.getByRole('button', { name: /^Publish/ }).click()
  await expect(guide.getByRole('status')).toContainText('Published? yes')
  await next.click()
  await expect(guide.getByRole('status')).toContainText('Row there? yes')
  await next.click()
  await expect(guide.getByRole('status')).toContainText('Connect the subscriber')
  await picture(page, 'guide')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(guide.getByRole('status')).toContainText('Delivered? yes')
  await next.click()
  await next.click()
  await expect(guide.getByRole('status')).toContainText('Row gone? yes')
  await guide.getByRole('button', { name: 'Finish' }).click()
  await expect(guide).toBeHidden()

  await page.getByRole('button', { name: 'Clear the timeline' }).click()
  const timeline = page.getByRole('grid', { name: 'Timeline' })
  await expect(timeline).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(timeline.getByRole('row', { name: /t\/1/ })).toHaveCount(2)
})
