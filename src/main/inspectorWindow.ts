import { join } from 'node:path'
import { BrowserWindow, session } from 'electron'
import icon from '../../resources/icons/linux/256x256.png?asset'
import { offerContextMenu } from './menu.js'
import { pageOrigin } from './pageProtocol.js'
import { groundOf } from './theme.js'
import { smallestSize, startingBounds, writeWindowState, type WindowState } from './windowState.js'

interface Options {
  readonly stateFile: string
  readonly state: WindowState
  /** The theme to start with next time. */
  readonly theme: () => WindowState['theme']
}

/** Where electron-vite serves the page while developing; never set in a packaged app. */
const developmentUrl = process.env['ELECTRON_RENDERER_URL']

export function openInspectorWindow({ stateFile, state, theme }: Options): BrowserWindow {
  denyPermissions()
  const window = new BrowserWindow({
    ...startingBounds(state),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'MQTT Offline Inspector',
    backgroundColor: groundOf(state.theme),
    // Windows and macOS take the icon from the packaged program.
    ...(process.platform === 'linux' ? { icon } : {}),
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false
    }
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
  })
  window.on('close', () => {
    writeWindowState(stateFile, window, theme())
  })
  stayOnThePage(window)
  offerContextMenu(window)
  void window.loadURL(developmentUrl ?? `${pageOrigin}/index.html`)
  return window
}

/** The page never goes anywhere else, and opens nothing. */
function stayOnThePage(window: BrowserWindow): void {
  window.webContents.on('will-navigate', (event) => {
    event.preventDefault()
  })
  window.webContents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => {
    callback(false)
  })
  session.defaultSession.setPermissionCheckHandler(() => false)
}

/** Whether a frame is our own page's main frame: nobody else is answered. */
export function isOwnPage(frame: Electron.WebFrameMain | null, window: BrowserWindow): boolean {
  if (frame === null || window.isDestroyed() || frame !== window.webContents.mainFrame) return false
  const { origin, protocol, host } = new URL(frame.url)
  return developmentUrl === undefined
    ? `${protocol}//${host}` === pageOrigin
    : origin === new URL(developmentUrl).origin
}
