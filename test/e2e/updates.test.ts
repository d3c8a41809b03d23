import { expect, type Page } from '@playwright/test'
import { type Feed, openFeed } from './feed.js'
import { openInspector, picture, ready, test } from './inspectorApp.js'

/** Updates from a feed on this machine. That a program replaces itself is in packaged.test.ts. */

let feed: Feed
test.beforeEach(async () => {
  feed = await openFeed('9.9.9', '#!/bin/sh\nexit 0\n')
})
test.afterEach(() => feed.close())

async function nameFeed(page: Page, url: string): Promise<void> {
  await page.keyboard.press('Control+6')
  await page.getByRole('textbox', { name: 'Where to look' }).fill(url)
  await page.keyboard.press('Enter')
}

test('a newer version is shown with what is new; the feed learns nothing', async ({ inspector: { page } }) => {
  await nameFeed(page, feed.url)
  await page.getByRole('button', { name: 'Look now' }).click()
  await expect(page.getByRole('status').filter({ hasText: '9.9.9' })).toHaveText('Version 9.9.9 is available.')
  // Notes are text, whatever is in them.
  await expect(page.getByLabel('What is new')).toContainText('<b>Something</b> good.')
  await expect(page.getByText('does not replace itself')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Download', exact: true })).toBeHidden()
  await page.getByLabel('What is new').scrollIntoViewIfNeeded()
  await picture(page, 'update')
  expect(feed.asked).toHaveLength(1)
  expect(feed.asked[0]?.headers).toMatchObject({ 'x-user-staging-id': 'none' })
  expect(feed.asked[0]?.headers.cookie).toBeUndefined()
})

test('what a person set stays; an address that anybody could change is refused', async ({ home }) => {
  const first = await openInspector(home)
  await ready(first.page)
  await nameFeed(first.page, 'http://example.org/')
  await expect(first.page.getByText('An https address, or http on this very machine')).toBeVisible()
  const refused = await first.page.evaluate<{ ok: boolean }>(
    "window.host.call('update.configure', { automatic: true, feed: 'http://example.org/' })"
  )
  expect(refused).toMatchObject({ ok: false, error: { code: 'call_invalid' } })
  await nameFeed(first.page, feed.url)
  await first.page.getByRole('switch', { name: 'Look for new versions' }).press('Space')
  await expect(first.page.getByRole('switch', { name: 'Look for new versions' })).not.toBeChecked()
  // The page that was open last opens again.
  await first.page.keyboard.press('Control+1')
  await first.close()

  const second = await openInspector(home)
  await ready(second.page)
  await second.page.keyboard.press('Control+6')
  await expect(second.page.getByRole('textbox', { name: 'Where to look' })).toHaveValue(feed.url)
  await expect(second.page.getByRole('switch', { name: 'Look for new versions' })).not.toBeChecked()
  await second.close()
  expect(feed.asked).toEqual([])
})

test('a feed that is not there is told in a sentence', async ({ inspector: { page } }) => {
  await nameFeed(page, 'http://127.0.0.1:1/')
  await page.getByRole('button', { name: 'Look now' }).click()
  await expect(page.getByRole('alert')).toContainText('Looking at http://127.0.0.1:1/', { timeout: 60_000 })
})
