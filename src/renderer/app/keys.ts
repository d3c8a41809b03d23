const isMac = navigator.userAgent.includes('Mac')

/** How the key that starts a command is written on this system. */
export const commandKey = isMac ? '⌘' : 'Ctrl+'

/** Whether the key that starts a command is held. */
export function isCommand(event: KeyboardEvent): boolean {
  return (isMac ? event.metaKey : event.ctrlKey) && !event.altKey
}
