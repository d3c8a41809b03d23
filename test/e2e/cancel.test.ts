import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect } from '@playwright/test'
import { picture, test } from './inspectorApp.js'

test('a test of a connection to a server that says nothing is cancelled, and its socket goes', async ({
  inspector: { page }
}) => {
  const sockets = new Set<Socket>()
  const silent = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.resume()
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  try {
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: 'Create a resource' }).first().click()
    await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${port}`)
    await page.getByRole('textbox', { name: 'Database' }).fill('mqtt')
    await page.getByRole('textbox', { name: 'Username' }).fill('postgres')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('1 s', { exact: true })).toBeVisible()
    await picture(page, 'cancel-running')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Cancelled. Nothing was changed.')).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect.poll(() => sockets.size).toBe(0)
    await page.setViewportSize({ width: 1024, height: 700 })
    await picture(page, 'cancel-cancelled')
  } finally {
    for (const socket of sockets) socket.destroy()
    silent.close()
  }
})
