import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron'
import en from '../shared/locales/en/window.json'
import zh from '../shared/locales/zh/window.json'

const texts = { en: en.menu, zh: zh.menu }
let text = texts.en

/** The system's menu: the editing keys and zoom work through it even where the bar is hidden. */
export function setMenu(language: 'en' | 'zh'): void {
  text = texts[language]
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

/** What a right click offers: to copy what is selected, and in a field what one does there. */
export function offerContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, params) => {
    const template = contextItems(params)
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
  })
}

function contextItems({ isEditable, editFlags, selectionText }: ContextMenuParams): MenuItemConstructorOptions[] {
  const copy = { role: 'copy', label: text.copy, enabled: editFlags.canCopy } as const
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'cut', label: text.cut, enabled: editFlags.canCut },
    copy,
    { role: 'paste', label: text.paste, enabled: editFlags.canPaste },
    { role: 'selectAll', label: text.selectAll, enabled: editFlags.canSelectAll }
  ]
}
