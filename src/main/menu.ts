import { Menu, type MenuItemConstructorOptions } from 'electron'
import en from '../shared/locales/en/window.json'
import zh from '../shared/locales/zh/window.json'

const texts = { en: en.menu, zh: zh.menu }

/** The system's menu: the editing keys and zoom work through it even where the bar is hidden. */
export function setMenu(language: 'en' | 'zh'): void {
  const text = texts[language]
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: text.file,
      submenu: [
        process.platform === 'darwin' ? { role: 'close', label: text.close } : { role: 'quit', label: text.quit }
      ]
    },
    {
      label: text.edit,
      submenu: [
        { role: 'undo', label: text.undo },
        { role: 'redo', label: text.redo },
        { type: 'separator' },
        { role: 'cut', label: text.cut },
        { role: 'copy', label: text.copy },
        { role: 'paste', label: text.paste },
        { role: 'selectAll', label: text.selectAll }
      ]
    },
    {
      label: text.view,
      submenu: [
        { role: 'resetZoom', label: text.resetZoom },
        { role: 'zoomIn', label: text.zoomIn },
        { role: 'zoomOut', label: text.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: text.fullScreen },
        { role: 'toggleDevTools', label: text.devTools }
      ]
    }
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
