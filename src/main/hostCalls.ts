import { writeFile } from 'node:fs/promises'
import { app, clipboard, dialog, Notification, shell, type BrowserWindow } from 'electron'
import type { CallResult } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { hostCalls, type HostCallInput, type HostCallName, type HostCallOutput } from '../shared/host.js'
import type { Build } from './build.js'
import type { EngineProcess } from './engineProcess.js'
import { setMenu } from './menu.js'
import type { OpenedFiles } from './openedFiles.js'
import type { SecretStore } from './secrets.js'
import { groundOf, setSystemTheme } from './theme.js'
import type { Updates } from './updates.js'
import type { WindowState } from './windowState.js'

interface Surroundings {
  readonly window: () => BrowserWindow | undefined
  readonly engine: EngineProcess
  readonly secrets: SecretStore
  readonly build: Build
  readonly updates: Updates
  readonly files: OpenedFiles
  readonly dataDir: string
  readonly setTheme: (theme: WindowState['theme']) => void
}

type Handlers = {
  readonly [Name in HostCallName]: (input: HostCallInput<Name>) => HostCallOutput<Name> | Promise<HostCallOutput<Name>>
}

function handlersFor(surroundings: Surroundings): Handlers {
  const { engine, secrets, updates, dataDir } = surroundings
  return {
    info: () => ({
      platform: process.platform,
      runtime: `Electron ${process.versions.electron} · Node ${process.versions.node}`,
      secrets: secrets.kept,
      build: surroundings.build.build
    }),
    'engine.status': () => engine.status(),
    'engine.restart': () => engine.restart(),
    'clipboard.write': (text) => clipboard.writeText(text),
    'folder.open': async () => {
      const reason = await shell.openPath(dataDir)
      if (reason !== '') throw new AppError('internal', { reason })
    },
    'file.choose': async () => {
      const window = surroundings.window()
      const options = { properties: ['openFile' as const] }
      const { filePaths } = await (window === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options))
      return filePaths[0] ?? null
    },
    'file.save': async ({ name, text }) => {
      const window = surroundings.window()
      const options = { defaultPath: name }
      const { canceled, filePath } = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options))
      if (canceled || filePath === '') return false
      await writeFile(filePath, text)
      return true
    },
    'file.opened': () => surroundings.files.take(),
    notify: (text) => {
      if (!Notification.isSupported()) return
      const notification = new Notification(text)
      notification.on('click', () => surroundings.window()?.show())
      notification.show()
    },
    'update.view': () => updates.view(),
    'update.configure': (settings) => updates.configure(settings),
    'update.check': () => updates.check(),
    'update.cancel': () => updates.cancel(),
    'update.download': () => updates.download(),
    'update.install': () => updates.install(),
    'update.page': () => updates.openPage(),
    'appearance.set': ({ theme, language }) => {
      setSystemTheme(theme)
      surroundings.setTheme(theme)
      setMenu(language)
      const window = surroundings.window()
      window?.setTitle(app.name)
      window?.setBackgroundColor(groundOf(theme))
    }
  }
}

/** Answers host calls; what comes from the page is checked against the contract first. */
export function answerHostCalls(surroundings: Surroundings) {
  const handlers = handlersFor(surroundings)
  return async (name: unknown, input: unknown): Promise<CallResult<unknown>> => {
    try {
      if (typeof name !== 'string' || !Object.hasOwn(hostCalls, name)) {
        throw new AppError('call_invalid', { name: String(name), reason: 'there is no such call' })
      }
      const known = name as HostCallName
      const checked = hostCalls[known].input.safeParse(input)
      if (!checked.success) throw new AppError('call_invalid', { name, reason: checked.error.message })
      const handler = handlers[known] as (input: unknown) => unknown
      return { ok: true, value: await handler(checked.data) }
    } catch (error) {
      const { code, data, detail } = AppError.from(error).toInfo()
      return { ok: false, error: { code, data: { ...data }, ...(detail === undefined ? {} : { detail }) } }
    }
  }
}
