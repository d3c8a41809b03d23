/** Fields in which text is written; a switch or a choice is an `input` too. */
const fields = 'textarea, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="file"])'

/** Select all marks a field's text, or what of the window is meant to be copied; never the whole window. */
export function selectAllWithin(target: EventTarget | null): 'by the browser' | 'done' {
  if (!(target instanceof Element)) return 'done'
  if (target.closest(fields) !== null) return 'by the browser'
  const copied = target.closest('[data-copied]')
  if (copied !== null) window.getSelection()?.selectAllChildren(copied)
  return 'done'
}
