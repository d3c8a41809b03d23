import { type ElectronApplication, expect, type Page } from '@playwright/test'
import { seriousFindings } from './axe.js'
import { freshWorkspace, makeHome, openInspector, picture, test } from './inspectorApp.js'

const pages = ['cycle', 'rules', 'resources', 'access', 'log', 'settings'] as const

const themes = { light: 'Light', dark: 'Dark', night: 'Night' } as const

for (const [colours, name] of Object.entries(themes)) {
  test(`every page can be read by everybody in ${colours} colours`, async ({ inspector: { app, page } }) => {
    await page.keyboard.press('Control+6')
    await page.getByRole('radiogroup', { name: 'Colours' }).getByText(name).click()
    await expect(page.locator('html')).toHaveAttribute(
      'data-mantine-color-scheme',
      colours === 'light' ? 'light' : 'dark'
    )
    // Where the page has not painted yet, the window looks like it.
    await expect(page.locator('body')).toHaveCSS('background-color', await groundOf(app))
    await page.keyboard.press('Control+1')
    // With a message that has gone its way and one that waits, so that every sign is there.
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByText('online', { exact: true })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('list', { name: 'Received by subscriber-1' })).toBeVisible()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    const subscriber = page.getByRole('article', { name: 'subscriber-1' })
    await expect(subscriber.getByText('offline', { exact: true })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    const timeline = page.getByRole('grid', { name: 'Timeline' })
    await timeline.getByRole('row', { name: /t\/1/ }).first().click()
    for (const [index, name] of pages.entries()) {
      await page.keyboard.press(`Control+${index + 1}`)
      await expect(page.getByRole('main')).toBeVisible()
      expect(await seriousFindings(page), name).toEqual([])
      await picture(page, `${name}-${colours}`)
    }
    await page.keyboard.press('Control+1')
    const store = page.getByRole('article', { name: /postgresql/ })
    await store.getByRole('button', { name: 'Charts of postgresql' }).click()
    await expect(store.locator('canvas')).toHaveCount(2)
    await page.getByRole('button', { name: 'Step mode' }).click()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('will be saved in postgresql')).toBeVisible()
    expect(await seriousFindings(page), 'steps and charts').toEqual([])
    await picture(page, `steps-${colours}`)
    for (const name of ['Fault bench', 'Fault bench of the broker']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect(page.getByRole('menu')).toBeVisible()
      expect(await seriousFindings(page), name).toEqual([])
      await picture(page, `${name.replaceAll(' ', '-')}-${colours}`)
      await page.getByRole('menuitem', { name: /^(Slow|Refuses connections)/ }).click()
    }
    await expect(page.getByText('broken on purpose', { exact: false })).toHaveCount(2)
    expect(await seriousFindings(page), 'broken on purpose').toEqual([])
    await page.setViewportSize({ width: 2560, height: 1440 })
    await picture(page, `wide-${colours}`)
    await page.setViewportSize({ width: 1024, height: 700 })
    await picture(page, `narrow-${colours}`)
    // What everything begins with is there, however low the window.
    await expect(page.getByRole('button', { name: /^Publish/ })).toBeInViewport({ ratio: 1 })
    await growEveryPane(page, `narrow-grown-${colours}`)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await seriousFindings(page), 'keys').toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog').getByText('Rule offline')).toBeVisible()
    expect(await seriousFindings(page), 'commands').toEqual([])
    await picture(page, `commands-${colours}`)
    for (const name of ['Clients and their sessions', 'The five backends side by side']) {
      await page.keyboard.type(name)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog').getByRole('table')).toBeVisible()
      expect(await seriousFindings(page), name).toEqual([])
      await picture(page, `${name.replaceAll(' ', '-')}-${colours}`)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await page.keyboard.press('Control+k')
    }
  })
}

test('night comes to charts that are open, and is there from the first sight of a start on', async ({
  home,
  inspector
}) => {
  const { page } = inspector
  await page.getByRole('button', { name: 'Dark colours' }).click()
  const store = page.getByRole('article', { name: /postgresql/ })
  await store.getByRole('button', { name: 'Charts of postgresql' }).click()
  await expect(store.locator('canvas')).toHaveCount(2)
  await expect.poll(() => page.evaluate(brightestInCharts)).toBeGreaterThan(0xdf)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Colours: Night')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(brightestInCharts)).toBeLessThan(0xdf)
  await inspector.close()

  const again = await openInspector(home)
  expect(await groundOf(again.app)).toBe('rgb(0, 0, 0)')
  await again.page.addInitScript({ content: noteFirstSight })
  await again.page.reload()
  await expect.poll(() => again.page.evaluate('window.firstSight')).toBe('rgb(0, 0, 0)')
  await again.close()
})

test('language and density change at once', { tag: '@picture' }, async ({ inspector: { page } }) => {
  for (let count = 1; count <= 3; count++) {
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText(`${count} message`, { exact: false }).first()).toBeVisible()
  }
  await page.getByRole('button', { name: '切换到中文' }).click()
  await expect(page.getByRole('region', { name: '时间线' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  for (const [index, name] of pages.entries()) {
    await page.keyboard.press(`Control+${index + 1}`)
    await picture(page, `${name}-zh`)
  }
  await page.getByRole('radiogroup', { name: '显示密度' }).getByText('演示').click()
  await page.keyboard.press('Control+1')
  await expect(page.locator('html')).toHaveCSS('font-size', '20.8px')
  await picture(page, 'presentation-zh')
  // Large type on a small projector: no pane is out of the window.
  await page.setViewportSize({ width: 1024, height: 700 })
  for (const name of ['发布者', '规则', '存储', '订阅者', '时间线']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeInViewport({ ratio: 0.99 })
  }
  await picture(page, 'presentation-small-zh')
})

test('in a small window full of stores nothing is pushed out of it; a large one shows them all at once', async () => {
  const resources = ['mysql', 'redis', 'second', 'third', 'fourth'].map((id) => ({
    id,
    type: 'backend_pgsql' as const,
    description: '',
    config: { server: '127.0.0.1:1', database: 'mqtt', username: 'postgres', password: '' }
  }))
  const { page, close } = await openInspector(makeHome(freshWorkspace({ resources, rules: [] })))
  await page.setViewportSize({ width: 1024, height: 700 })
  const stores = page.getByRole('region', { name: 'Stores', exact: true })
  await expect(stores.getByRole('article')).toHaveCount(resources.length)
  // None was ever reached: nobody knows how many messages are in it.
  await expect(stores.getByRole('alert')).toHaveCount(resources.length)
  await expect(stores.getByText(/^\d+ messages?$/)).toHaveCount(0)
  expect(await page.evaluate('document.documentElement.scrollHeight - window.innerHeight')).toBe(0)
  const cut = "Array.from(document.querySelectorAll('strong[title]'), (name) => name.scrollWidth - name.clientWidth)"
  expect(await page.evaluate(cut)).toEqual([0])

  // Where there is room they stand side by side, and all are seen at once.
  await page.setViewportSize({ width: 2560, height: 1440 })
  for (const { id } of resources) {
    await expect(stores.getByRole('article', { name: new RegExp(` ${id}$`) })).toBeInViewport({ ratio: 0.99 })
  }
  await close()
})

test('the page goes nowhere and asks for nothing', async ({ inspector: { app, page } }) => {
  const before = page.url()
  await page.evaluate("window.open('https://example.org'); window.location.href = 'https://example.org'")
  await page.waitForTimeout(300)
  expect(page.url()).toBe(before)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(await page.evaluate('typeof window.require')).toBe('undefined')
})

/** What the window itself is filled with. */
async function groundOf(app: ElectronApplication): Promise<string> {
  const color = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor() ?? '')
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  return `rgb(${parts.join(', ')})`
}

/** The largest of red, green and blue of all that is drawn in a chart. */
const brightestInCharts = `Math.max(...[...document.querySelectorAll('canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  // What is hardly there is rounded.
  return data.reduce((most, part, at) => at % 4 < 3 && data[at - at % 4 + 3] === 255 && part > most ? part : most, 0)
}))`

/** How the page is filled when the first thing of it is there, before that is painted. */
const noteFirstSight = `new MutationObserver(() => {
  if (document.querySelector('#root > *') !== null) {
    window.firstSight ??= getComputedStyle(document.body).backgroundColor
  }
}).observe(document, { childList: true, subtree: true })`

/** However large the panes are made, none is pushed out of a small window; a double click undoes it. */
async function growEveryPane(page: Page, pictureName: string): Promise<void> {
  const splitters = ['Width of the publisher', 'Width of the subscribers', 'Height of the timeline']
  const widthOf = async (name: string): Promise<number | undefined> =>
    (await page.getByRole('region', { name, exact: true }).boundingBox())?.width
  const usual = await widthOf('Publisher')
  for (const name of splitters) await page.getByRole('separator', { name }).press('End')
  expect(await widthOf('Publisher')).toBeGreaterThan(usual ?? 0)
  for (const name of ['Publisher', 'Rules', 'Stores', 'Subscribers', 'Timeline']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeInViewport({ ratio: 1 })
  }
  await expect(page.getByRole('button', { name: /^Publish/ })).toBeInViewport({ ratio: 1 })
  await picture(page, pictureName)
  for (const name of splitters) await page.getByRole('separator', { name }).dblclick()
  expect(await widthOf('Publisher')).toBe(usual)
}
