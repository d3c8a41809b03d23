import { app, BrowserWindow } from 'electron'

// What Electron itself costs: a window with nothing in it.

app.on('window-all-closed', () => app.quit())
// Not awaited: an ES module that waits at its top level for `ready` never gets it.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('about:blank')
})
