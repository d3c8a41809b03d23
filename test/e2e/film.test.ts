import { expect } from '@playwright/test'
import { Film } from './film.js'
import { pictureFile, test } from './inspectorApp.js'

test(
  'the film of README: saved while nobody listens, delivered, acknowledged, deleted',
  { tag: '@picture' },
  async ({ inspector: { app, page } }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    const film = new Film(app, page)
    const next = page.getByRole('region', { name: 'Step mode' }).getByRole('button', { name: /^Next/ })
    const rows = page.getByRole('grid', { name: 'Stored messages of postgresql' }).getByRole('row', { name: /t\/1/ })
    await film.take(1500)
    await page.getByRole('button', { name: 'Step mode' }).click()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('will be saved in postgresql')).toBeVisible()
    await film.take(2000)
    await next.click()
    await expect(rows).toHaveCount(1)
    await expect(page.getByText(/Acknowledged after/)).toBeVisible()
    await film.take(2500)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByText('will be delivered to subscriber-1')).toBeVisible()
    await film.take(2000)
    await next.click()
    await expect(page.getByText('will be deleted from postgresql')).toBeVisible()
    await film.take(2500)
    await next.click()
    await expect(page.getByText('0 messages', { exact: true })).toBeVisible()
    await film.take(1500)
    await page.getByRole('button', { name: 'End step mode' }).click()
    await film.take(2500)
    expect(film.write(pictureFile('cycle.gif'))).toBeLessThan(2_000_000)
  }
)
