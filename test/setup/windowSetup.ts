import { ensureBuilt } from '../../scripts/build.mjs'
import { hasDisplay, openDisplay } from '../../scripts/display.mjs'
import { electronRuntime } from '../../scripts/electron/runtime.mjs'

/**
 * What every test of the window needs: the built app, an Electron (its path is handed on as ELECTRON_EXEC_PATH) and a
 * display.
 */
export default async function setup(): Promise<() => void> {
  if (!(await ensureBuilt('Building …'))) throw new Error('the build failed')
  process.env['ELECTRON_EXEC_PATH'] = await electronRuntime()
  if (hasDisplay()) return () => undefined
  const display = await openDisplay()
  if (display === undefined) throw new Error('there is no display, and no Xvfb to make one')
  process.env['DISPLAY'] = display.name
  return () => display.stop()
}
