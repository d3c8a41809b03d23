import { expect, type Page } from '@playwright/test'
import { Binary, Double, MongoClient } from 'mongodb'
import type { ActionName } from '../../src/shared/actionTypes.js'
import type { CallInput, CallName, CallOutput, CallResult } from '../../src/shared/contract.js'
import type { BackendName } from '../../src/shared/resourceTypes.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import type { Resource } from '../../src/shared/workspace.js'
import { seriousFindings } from './axe.js'
import { picture, test } from './inspectorApp.js'
import { obtain } from './obtain.js'

/** A backend's own form beside the table, with what a real server of its kind has. */

async function ask<Name extends CallName>(page: Page, name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const call = ([name, input]: readonly [string, unknown]): unknown =>
    (globalThis as unknown as { inspector: { call: (name: string, input: unknown) => unknown } }).inspector.call(
      name,
      input
    )
  const result = (await page.evaluate(call, [name, input] as const)) as CallResult<CallOutput<Name>>
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

/** The resource of a server that was started; undefined where there is none on the machine. */
async function started(page: Page, backend: BackendName): Promise<Resource | undefined> {
  await ask(page, 'server.start', { backend })
  let ends: { readonly resource: Resource | undefined } | undefined
  const look = async (): Promise<unknown> => {
    const { resources, servers } = await ask(page, 'snapshot', undefined)
    const server = servers.find((known) => known.backend === backend)
    if (server?.state !== 'running' && server?.state !== 'failed') return undefined
    ends = { resource: resources.find(({ resource }) => resource.id === server.resourceId)?.resource }
    return ends
  }
  await expect.poll(look, { timeout: 120_000 }).toBeDefined()
  return ends?.resource
}

/** A server of its own with the chapter's rule, in the place of the built-in store: its card, and its configuration. */
async function onlyStore(page: Page, backend: BackendName, action: ActionName) {
  let resource = await started(page, backend)
  if (resource === undefined) {
    await obtain(backend)
    resource = await started(page, backend)
  }
  if (resource === undefined) throw new Error('a server that was obtained can be started')
  const { id, config } = resource
  if (backend !== 'redis') await ask(page, 'resource.init', { id })
  const actions = [{ name: action, params: { $resource: id } }]
  await ask(page, 'rule.save', { id: 'offline', rawsql: chapterSql, actions })
  await ask(page, 'resource.remove', { id: 'postgresql' })
  return { store: page.getByRole('article', { name: new RegExp(`${id}$`) }), config }
}

async function publish(page: Page, times: number): Promise<void> {
  const publisher = page.getByRole('region', { name: 'Publisher' })
  await publisher.getByRole('button', { name: 'Repeat' }).click()
  await publisher.getByRole('textbox', { name: 'Every' }).fill('5')
  await publisher.getByRole('textbox', { name: 'Times' }).fill(String(times))
  await publisher.getByRole('button', { name: 'Start' }).click()
  await expect(publisher.getByText(`${times} of ${times} published`)).toBeVisible({ timeout: 60_000 })
}

test('the documents of a MongoDB with their types, as they come, change and go', async ({ inspector: { page } }) => {
  test.setTimeout(300_000)
  const { store, config } = await onlyStore(page, 'mongo', 'offline_msg_to_mongo')
  await store.getByRole('button', { name: 'Documents as in the shell' }).click()
  await page.keyboard.press('Control+Enter')
  const saved = store.getByRole('article', { name: /^Document ObjectId/ })
  await expect(saved).toContainText(/timestamp: Long\('\d{13}'\)/)
  await expect(saved).toContainText('qos: 1')
  await picture(page, 'documents-light')

  await saved.getByText('payload:', { exact: false }).click()
  await expect(saved.getByRole('radiogroup', { name: 'Show the payload as' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await picture(page, 'documents-payload')
  await saved.getByText('payload:', { exact: false }).click()

  const client = await MongoClient.connect(`mongodb://${String(config['servers'])}/`)
  const collection = client.db(String(config['database'])).collection<{ _id: string; qos: number }>('mqtt_msg')
  const written = store.getByRole('article', { name: "Document 'by hand'" })
  const _id = 'by hand'
  const nested = { tags: ['a', null], weight: new Double(5) }
  const byHand = { _id, topic: 't/2', qos: 2, payload: new Binary(Buffer.from([0, 255])), nested }
  await collection.insertOne(byHand)
  await expect(written).toContainText("Binary.createFromBase64('AP8=', 0)")
  await expect(written).toContainText('weight: 5.0')
  await picture(page, 'documents-written')
  await collection.updateOne({ _id }, { $set: { qos: 1 } })
  await expect(written).toContainText('qos: 1')
  await collection.deleteOne({ _id })
  await expect(written).toHaveAttribute('data-ghost')
  await picture(page, 'documents-gone')
  await client.close()
})

test('a message of many that was selected in the timeline comes into view in the key tree, with charts open too', async ({
  inspector: { page }
}) => {
  test.setTimeout(300_000)
  await page.setViewportSize({ width: 1280, height: 800 })
  const { store } = await onlyStore(page, 'redis', 'offline_msg_to_redis')
  await store.getByRole('button', { name: 'Keys as a tree' }).click()
  await publish(page, 300)
  await expect(store.getByText('300 messages')).toBeVisible()
  const timeline = page.getByRole('grid', { name: 'Timeline' })
  await timeline.hover()
  // Of the newest hundred, which are in the look, one at the end of the tree.
  await page.mouse.wheel(0, -60 * 28)
  const isSelected = { selected: true }
  await expect(store.getByRole('treeitem', isSelected)).toHaveCount(0)
  await timeline.getByRole('row', { name: /t\/1/ }).first().click()
  await expect(store.getByRole('treeitem', isSelected)).toBeInViewport({ ratio: 1 })
  await picture(page, 'keys-selected')

  await store.getByRole('button', { name: /^Charts of/ }).click()
  await expect(store.locator('canvas')).toHaveCount(2)
  for (const [width, height] of [
    [1280, 800],
    [1024, 700]
  ] as const) {
    await page.setViewportSize({ width, height })
    await store.getByRole('tree').press('Home')
    for (const line of [0, 1, 2]) await expect(store.getByRole('treeitem').nth(line)).toBeInViewport({ ratio: 1 })
    await picture(page, `charts-${width}`)
  }
})
