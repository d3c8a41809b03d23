import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { OpenedFiles } from '../../src/main/openedFiles.js'

it('files that the program was called with are taken one by one; other words are left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-opened-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'a.mqttworkspace'), '{}')
  await writeFile(join(folder, 'B.MQTTScenario'), '[]')
  let told = 0
  const files = new OpenedFiles(() => told++)
  files.add(['some', 'words'], folder)
  expect(told).toBe(0)
  files.add(['a.mqttworkspace', 'gone.mqttworkspace', join(folder, 'B.MQTTScenario')], folder)
  expect(told).toBe(1)
  expect(await files.take()).toEqual({ name: 'a.mqttworkspace', text: '{}' })
  await expect(files.take()).rejects.toMatchObject({ code: 'config_unreadable', data: { file: 'gone.mqttworkspace' } })
  expect(await files.take()).toEqual({ name: 'B.MQTTScenario', text: '[]' })
  expect(await files.take()).toBeNull()
})
