import { join } from 'node:path'
import { app, ipcMain, shell, type BrowserWindow } from 'electron'
import { channels } from '../shared/channels.js'
import { calls } from '../shared/contract.js'
import { AppError } from '../shared/errors.js'
import { purposeOf } from './arguments.js'
import { readBuild } from './build.js'
import { startEngineProcess, type EngineProcess } from './engineProcess.js'
import { answerHostCalls } from './hostCalls.js'
import { isOwnPage, openInspectorWindow } from './inspectorWindow.js'
import { setMenu } from './menu.js'
import { OpenedFiles } from './openedFiles.js'
import { declarePageScheme, servePage } from './pageProtocol.js'
import { openSecretStore } from './secrets.js'
import { openUpdater } from './updater.js'
import { Updates } from './updates.js'
import { updateWay } from './updateWay.js'
import { setSystemTheme } from './theme.js'
import { readWindowState } from './windowState.js'

/** The product with its window: starts the engine beside it, carries the contract, ends both together. */
export function runWindowApp(files: readonly string[]): void {
  // A second start shows the first one's window: two engines would fight for the ports and the database.
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  declarePageScheme()
  let window: BrowserWindow | undefined
  let engine: EngineProcess | undefined
  let engineHasStopped = false
  const opened = new OpenedFiles(() => {
    if (window?.isDestroyed() === false) window.webContents.send(channels.fileOpened)
  })
  opened.add(files, process.cwd())

  app.on('second-instance', (_event, argv, folder) => {
    const purpose = purposeOf(argv.slice(1), process.defaultApp)
    if (purpose.kind === 'window') opened.add(purpose.files, folder)
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  })
  // How macOS names a file, also before the window is there.
  app.on('open-file', (event, file) => {
    event.preventDefault()
    opened.add([file], '/')
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('before-quit', (event) => {
    if (engine === undefined || engineHasStopped) return
    event.preventDefault()
    void engine.stop().finally(() => {
      engineHasStopped = true
      app.quit()
    })
  })
  // Not awaited: an ES module that waits at its top level for `ready` never gets it.
  void app.whenReady().then(() => {
    const parts = open(opened)
    engine = parts.engine
    window = parts.window
  })
}

function open(files: OpenedFiles): { readonly engine: EngineProcess; readonly window: BrowserWindow } {
  const userData = app.getPath('userData')
  const dataDir = join(userData, 'workspace')
  const stateFile = join(userData, 'window.json')
  const state = readWindowState(stateFile)
  let { theme } = state
  setSystemTheme(theme)
  setMenu(app.getLocale().startsWith('zh') ? 'zh' : 'en')

  const secrets = openSecretStore(join(userData, 'secrets.bin'))
  const held: { window?: BrowserWindow } = {}
  const send = (channel: string, payload: unknown): void => {
    if (held.window?.isDestroyed() === false) held.window.webContents.send(channel, payload)
  }
  // Before the window, for it is waited for longest; the page asks by itself how far it is.
  const engine = startEngineProcess({
    dataDir,
    version: app.getVersion(),
    secrets,
    onStatus: (status) => send(channels.engineStatus, status),
    onPush: (pushes) => send(channels.enginePush, pushes)
  })
  servePage(join(import.meta.dirname, '../renderer'))
  const window = openInspectorWindow({ stateFile, state, theme: () => theme })
  held.window = window
  const build = readBuild(app.getAppPath())
  const updates = new Updates({
    file: join(userData, 'updates.json'),
    feed: build.feed,
    page: build.page,
    way: updateWay({ platform: process.platform, environment: process.env, build }),
    open: (feed) => openUpdater(feed, userData),
    openPage: (page) => shell.openExternal(page),
    beforeInstall: async () => {
      await engine.stop()
      // The new one starts while this one still ends.
      app.releaseSingleInstanceLock()
    },
    onChange: (view) => send(channels.update, view)
  })
  updates.start()
  app.once('will-quit', () => updates.stop())
  const answerHostCall = answerHostCalls({
    window: () => (window.isDestroyed() ? undefined : window),
    engine,
    secrets,
    build,
    updates,
    files,
    dataDir,
    setTheme: (next) => {
      theme = next
    }
  })
  ipcMain.handle(channels.hostCall, (event, name: unknown, input: unknown) => {
    if (isOwnPage(event.senderFrame, window)) return answerHostCall(name, input)
    throw new AppError('call_refused', { name: String(name), reason: 'not our own window' })
  })
  ipcMain.handle(channels.engineCall, (event, name: unknown, input: unknown) => {
    if (!isOwnPage(event.senderFrame, window)) {
      throw new AppError('call_refused', { name: String(name), reason: 'not our own window' })
    }
    // The engine checks the input; here only that the name is one of the contract.
    if (typeof name === 'string' && Object.hasOwn(calls, name)) return engine.call(name, input)
    throw new AppError('call_invalid', { name: String(name), reason: 'there is no such call' })
  })
  return { engine, window }
}
