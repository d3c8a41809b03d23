import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './inspectorApp.js'

/** Lists under the keyboard, and under a person who reads in them while more comes. */

async function repeat(page: Page, times: number): Promise<void> {
  const publisher = page.getByRole('region', { name: 'Publisher' })
  await publisher.getByRole('textbox', { name: 'Times' }).fill(String(times))
  await publisher.getByRole('button', { name: 'Start' }).click()
  await expect(publisher.getByText(`${times} of ${times} published`)).toBeVisible({ timeout: 30_000 })
}

/** Opens what repeats, with a payload that counts. */
async function count(page: Page): Promise<void> {
  const publisher = page.getByRole('region', { name: 'Publisher' })
  await publisher.getByLabel('Payload', { exact: true }).fill('{"n":{{i}}}')
  await publisher.getByRole('button', { name: 'Repeat' }).click()
  await publisher.getByRole('textbox', { name: 'Every' }).fill('1')
}

/** What the page's elements are here; these tests know no DOM. */
interface PageElement {
  readonly textContent: string
  readonly getBoundingClientRect: () => { readonly top: number }
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>
}

/** How far below the top of its list the second row in view stands, px, and what it says. */
async function secondInView(list: Locator): Promise<{ readonly top: number; readonly text: string } | undefined> {
  return list.evaluate((element: PageElement) => {
    const edge = element.getBoundingClientRect().top
    return [...element.querySelectorAll('[data-index]')]
      .map((row) => ({ top: Math.round(row.getBoundingClientRect().top - edge), text: row.textContent }))
      .filter(({ top }) => top > 30)
      .sort((one, other) => one.top - other.top)[0]
  })
}

/** The same when the wheel has run out. */
async function secondAtRest(list: Locator): Promise<unknown> {
  let before = await secondInView(list)
  await expect
    .poll(async () => {
      const last = before
      before = await secondInView(list)
      return JSON.stringify(before) === JSON.stringify(last)
    })
    .toBe(true)
  return before
}

test('a list is walked through by keys, and the selection comes along', async ({ inspector: { page } }) => {
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('online', { exact: true })).toBeVisible()
  await count(page)
  await repeat(page, 30)
  const timeline = page.getByRole('grid', { name: 'Timeline' })
  const row = (number: number): Locator => timeline.getByRole('row', { name: `{"n":${number}}`, exact: false })
  await expect(row(30)).toBeVisible()

  await timeline.focus()
  await page.keyboard.press('End')
  await expect(row(30)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(row(29)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(row(29)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(row(28)).toBeFocused()
  await expect(row(28)).toHaveAttribute('aria-selected', 'true')
  await expect(row(29)).toHaveAttribute('aria-selected', 'false')
  await page.keyboard.press('Home')
  await expect(row(1)).toBeFocused()
  await expect(row(1)).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageUp')
  await expect(row(1)).toBeFocused()
  // The focus stays with its row when that is scrolled out of view, and Enter lets go of it.
  await timeline.hover()
  await page.mouse.wheel(0, 3000)
  await expect(row(1)).not.toBeInViewport()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(row(2)).toBeFocused()
  await expect(row(2)).toBeInViewport({ ratio: 1 })
  await expect(row(2)).toHaveAttribute('aria-selected', 'false')
  // The list is one stop, however many rows it has.
  await page.keyboard.press('Tab')
  await expect(timeline.locator(':focus')).toHaveCount(0)

  await row(3).dblclick()
  await expect(row(3)).toHaveAttribute('aria-selected', 'true')

  const received = page.getByRole('list', { name: 'Received by subscriber-1' })
  const message = (number: number): Locator => received.getByRole('button', { name: `{"n":${number}}`, exact: false })
  await received.focus()
  await page.keyboard.press('End')
  await expect(message(30)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Message 30' })).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('region', { name: 'Message 29' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear the timeline' }).click()
  await expect(timeline).toBeHidden()
})

test('nothing moves under who reads in a list, also when it is full', async ({ inspector: { page } }) => {
  await count(page)
  await repeat(page, 40)
  const stored = page.getByRole('grid', { name: /postgresql/ })
  await expect(stored.getByRole('row').nth(5)).toBeVisible()
  // The newest rows come first, before those that are read.
  await stored.hover()
  await page.mouse.wheel(0, 200)
  await expect.poll(async () => (await secondInView(stored))?.text).not.toContain('"n":39')
  const row = await secondAtRest(stored)
  await repeat(page, 3)
  await expect(page.getByText('43 messages', { exact: true })).toBeVisible()
  expect(await secondInView(stored)).toEqual(row)

  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const subscriber = page.getByRole('article', { name: 'subscriber-1' })
  await expect(subscriber.getByText('43 messages received')).toBeVisible()
  await repeat(page, 600)
  await expect(subscriber.getByText(/^643 messages received/)).toBeVisible()
  const received = page.getByRole('list', { name: 'Received by subscriber-1' })
  await received.hover()
  await page.mouse.wheel(0, -600)
  await expect(subscriber.getByRole('button', { name: 'To the newest' })).toBeVisible()
  const message = await secondAtRest(received)
  await repeat(page, 5)
  await expect(subscriber.getByRole('button', { name: '5 new' })).toBeVisible()
  expect(await secondInView(received)).toEqual(message)

  // The row that has the focus goes, and the list has it again.
  await received.focus()
  await page.keyboard.press('Home')
  await expect(received.getByRole('button').first()).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(received).toBeFocused()
  await page.keyboard.press('End')
  await expect(received.getByRole('button').last()).toBeFocused()
})
