// Loaded before an app with Electron's --require: tells on standard output when its window is there, and ends it. It
// asks the page itself, so that no debugger slows the start.

// eslint-disable-next-line @typescript-eslint/no-require-imports -- what --require loads cannot be an ES module
const { app } = require('electron')

/** An expression for the page that promises when it is usable; without one it is enough that the window can be shown. */
const usable = process.env['BENCH_USABLE']
/** Until the app ends, ms: what it began at its start is done by then. */
const rest = 3000

/** @param {number} at */
function tell(at) {
  process.stdout.write(`started ${at}\n`)
  setTimeout(() => app.quit(), rest)
}

app.on('browser-window-created', (_event, window) => {
  if (usable === undefined) window.once('ready-to-show', () => tell(Date.now()))
  else
    window.webContents.once(
      'dom-ready',
      () => void window.webContents.mainFrame.executeJavaScript(usable).then((at) => tell(Number(at)))
    )
})
