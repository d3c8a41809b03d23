/** What may stand in a topic and a payload: `{{i}}` counts from 1, `{{ts}}` is the time in ms since the epoch. */
const placeholder = /\{\{(i|ts)\}\}/g

export function hasPlaceholder(text: string): boolean {
  return text.search(placeholder) >= 0
}

/** The text of one message of many. */
export function fillPlaceholders(text: string, i: number, ts: number): string {
  return text.replace(placeholder, (_, name) => String(name === 'i' ? i : ts))
}
