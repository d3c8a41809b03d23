import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'

/** From one key to the next, ms; no multiple of what the app does every so often. */
const between = 237
/** From the upper left of the timeline to a row of it. */
const row = { x: 80, y: 80 }

/**
 * What a person does who looks for a message: types a search into the timeline, empties it, selects a row, lets go of
 * it, again and again.
 */
export async function pressAndClick(page: Page, time: number): Promise<void> {
  const timeline = await page.getByRole('grid', { name: 'Timeline' }).boundingBox()
  if (timeline === null) throw new Error('there is no timeline')
  const { x, y } = timeline
  const click = (): Promise<void> => page.mouse.click(x + row.x, y + row.y)
  // "/" leads to the search where it is not typed into it.
  const acts = [
    ...['/', 't', '/', '0', '0', '0', 'Escape'].map((key) => () => page.keyboard.press(key)),
    click,
    () => page.keyboard.press('Escape')
  ]
  const until = performance.now() + time
  for (let turn = 0; performance.now() < until; turn += 1) {
    await acts[turn % acts.length]?.()
    await delay(between)
  }
}
