import { chmod } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import { seriousFindings } from './axe.js'
import { picture, test } from './inspectorApp.js'
import { obtain } from './obtain.js'

/** The five chapters, each from its beginning to the row that is gone, through the controls that the guide points at. */

async function beginChapter(page: Page, backend: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Play a chapter' }).click()
  await page.getByRole('menuitem', { name: backend }).click()
  const note = page.getByRole('region', { name: `Chapter ${backend}` })
  await expect(note).toBeVisible()
  return note
}

const next = (note: Locator): Promise<void> => note.getByRole('button', { name: 'Next' }).click()
const doIt = (note: Locator): Promise<void> => note.getByRole('button', { name: 'Do it for me' }).click()

/** Does one step by its button, sees that it is done, and goes on. */
async function passStep(note: Locator, check: string, isDone = false): Promise<void> {
  await expect(note).toContainText(check)
  if (!isDone) await doIt(note)
  await next(note)
}

/** From a rule that runs to the row that is gone; what the store shows of the message stands in the note. */
async function tellCycle(page: Page, note: Locator, shell: RegExp, name: string): Promise<void> {
  await passStep(note, 'Nobody listening?', true)
  await passStep(note, 'Published?')
  await expect(note).toContainText(/(Row|Key|Document) there\? yes/)
  await expect(note.getByText(shell)).toBeVisible()
  await expect(note.locator('dl')).toContainText('t/1')
  await expect(note.locator('dl')).toContainText('hello')
  expect(await seriousFindings(page)).toEqual([])
  await picture(page, `chapter-${name}`)
  await next(note)
  // The rest goes by itself.
  await note.getByRole('combobox', { name: 'Pace' }).click()
  await page.getByRole('option', { name: 'Fast' }).click()
  await note.getByRole('button', { name: 'Play by itself' }).click()
  await expect(note).toContainText(/(Row|Key|Document) gone\? yes/)
  await expect(note.getByRole('button', { name: 'Play by itself' })).toBeVisible()
  await note.getByRole('button', { name: 'Finish' }).click()
  await expect(note).toBeHidden()
}

test('Redis: a private server, a rule, a message, each by the control that is pointed at', async ({
  inspector: { page }
}) => {
  const note = await beginChapter(page, 'Redis')
  await expect(note).toContainText('Resource there? not yet')
  await picture(page, 'chapter-redis-begin')
  // By a person's own hand.
  await page.getByRole('button', { name: 'Start Redis' }).click()
  await expect(note).toContainText('Resource there? yes')
  await next(note)
  await passStep(note, 'Connected? yes', true)
  await expect(note).toContainText('FROM names three events')
  await expect(page.getByRole('textbox', { name: 'SQL' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await picture(page, 'chapter-redis-sql')
  await next(note)
  await expect(note).toContainText('Rule running? not yet')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(note).toContainText('Rule running? yes')
  // Left, and gone on with.
  await page.keyboard.press('Escape')
  await expect(note).toBeHidden()
  await page.getByRole('button', { name: 'Play a chapter' }).click()
  await page.getByRole('menuitem', { name: /^Redis.*go on at step 4/ }).click()
  await next(note)
  await tellCycle(page, note, /^HGETALL mqtt:msg:/, 'redis')
})

test('PostgreSQL: the built-in one, all by itself', async ({ inspector: { page } }) => {
  await page.getByRole('button', { name: 'Dark colours' }).click()
  const note = await beginChapter(page, 'PostgreSQL')
  for (const check of ['Resource there? yes', 'Connected? yes', 'mqtt_msg there? yes'])
    await passStep(note, check, true)
  await next(note)
  await passStep(note, 'Rule running? yes', true)
  await tellCycle(page, note, /^select \* from mqtt_msg where msgid = /, 'pgsql')
})

const others = [
  { name: 'mysql', title: 'MySQL', shell: /^select \* from mqtt_msg where msgid = / },
  { name: 'cassa', title: 'Cassandra', shell: /^select \* from mqtt_msg where topic = 't\/1' and msgid = / },
  { name: 'mongo', title: 'MongoDB', shell: /^db\.mqtt_msg\.find\(/ }
] as const

for (const { name, title, shell } of others) {
  test(`${title}: a private server, its table, a rule, a message`, async ({ home, inspector: { page } }) => {
    test.setTimeout(600_000)
    // MySQL does not run as root: its own user gets into this folder, so that nothing is kept outside of it.
    await chmod(home, 0o755)
    const note = await beginChapter(page, title)
    await doIt(note)
    await expect(note).toContainText(/Resource there\? yes|There is no .* server on this machine/, { timeout: 120_000 })
    if (await note.getByText(/^There is no .* server/).isVisible()) {
      await obtain(name)
      await doIt(note)
      await expect(note).toContainText('Resource there? yes', { timeout: 120_000 })
    }
    await next(note)
    for (const check of ['Connected? yes', 'mqtt_msg there? yes']) await passStep(note, check, true)
    await next(note)
    await passStep(note, 'Rule running?')
    await tellCycle(page, note, shell, name)
  })
}
