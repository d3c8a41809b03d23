import { nativeTheme } from 'electron'
import type { ThemeName } from '../shared/workspace.js'

/** What the page fills itself with (`--surface-page`), so that nothing flashes where it has not painted yet. */
const grounds = { light: '#f1f3f5', dark: '#121518', night: '#000000' } as const

/** The system knows no night: its parts of the window (title bar, menu, dialogs) are dark then. */
export function setSystemTheme(theme: ThemeName): void {
  nativeTheme.themeSource = theme === 'night' ? 'dark' : theme
}

export function groundOf(theme: ThemeName): string {
  if (theme === 'night') return grounds.night
  return nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light
}
