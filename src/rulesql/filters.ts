/*
 * Topic filters compared with each other, for the hints of the editor.
 */

/** Whether a text is a topic filter: `+` and `#` stand alone in their level, `#` is the last [MQTT-4.7.1]. */
export function isTopicFilter(text: string): boolean {
  const levels = text.split('/')
  return (
    text !== '' &&
    levels.every((level, at) => !/[+#]/.test(level) || level === '+' || (level === '#' && at === levels.length - 1))
  )
}

export function hasWildcard(text: string): boolean {
  return text.split('/').some((level) => level === '+' || level === '#')
}

/** Whether some topic matches both filters. */
export function filtersOverlap(first: string, second: string): boolean {
  const hidden = (filter: string): boolean => filter.startsWith('$')
  const open = (filter: string): boolean => filter.startsWith('+') || filter.startsWith('#')
  if ((hidden(first) && open(second)) || (hidden(second) && open(first))) return false
  const a = first.split('/')
  const b = second.split('/')
  for (let at = 0; ; at += 1) {
    const left = a[at]
    const right = b[at]
    if (left === '#' || right === '#') return true
    if (left === undefined || right === undefined) return left === right
    if (left !== '+' && right !== '+' && left !== right) return false
  }
}
