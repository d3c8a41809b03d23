import { readFileSync } from 'node:fs'
import { screen, type BrowserWindow, type Rectangle } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { themeNames } from '../shared/workspace.js'

/** What has to be known before the engine is up: where the window stood and how it looked. */
const windowStateSchema = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).optional(),
  maximized: z.boolean().default(false),
  theme: z.enum(themeNames).default('system')
})
export type WindowState = z.infer<typeof windowStateSchema>

const firstSize = { width: 1440, height: 900 }
export const smallestSize = { width: 1000, height: 640 }

export function readWindowState(file: string): WindowState {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return windowStateSchema.parse({})
  }
}

/** Written while the window closes, when nothing may be awaited any more. */
export function writeWindowState(file: string, window: BrowserWindow, theme: WindowState['theme']): void {
  const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized(), theme }
  try {
    writeFileAtomic.sync(file, JSON.stringify(state))
  } catch {
    // A window that opens in the middle again is no reason to stop anybody from quitting.
  }
}

/** The bounds of last time, unless the screen they were on is gone. */
export function startingBounds(state: WindowState): Partial<Rectangle> & { width: number; height: number } {
  const { bounds } = state
  if (bounds === undefined || !isOnAScreen(bounds)) {
    const { workAreaSize } = screen.getPrimaryDisplay()
    return {
      width: Math.min(firstSize.width, workAreaSize.width),
      height: Math.min(firstSize.height, workAreaSize.height)
    }
  }
  return bounds
}

function isOnAScreen(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds)
  const visibleWidth = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x)
  return visibleWidth > 100 && bounds.y >= workArea.y - 10 && bounds.y < workArea.y + workArea.height - 40
}
