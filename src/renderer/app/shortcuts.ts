import { useEffect } from 'react'
import { benchStore } from '../bench/benchStore.js'
import { nextStep } from '../bench/nextStep.js'
import { guideStore } from '../guide/guideStore.js'
import { openPalette } from '../palette/CommandPalette.js'
import { publishDraft } from '../publisher/publish.js'
import { isCommand } from './keys.js'
import { pageNames, pageStore } from './pageStore.js'
import { selectAllWithin } from './selectAll.js'
import { selectionStore } from './selectionStore.js'

/** Every search field carries this, so that `/` finds the one in view. */
export const searchAttribute = { 'data-search': true } as const

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

/** Space belongs to whatever is pressed with it. A row of a list is not: Enter selects it. */
function isOperating(target: EventTarget | null): boolean {
  return (
    isTyping(target) ||
    (target instanceof HTMLElement && target.closest('button, a, summary, [role="option"]') !== null)
  )
}

function onKey(event: KeyboardEvent, onHelp: () => void): void {
  if (isCommand(event) && !event.shiftKey && event.key.toLowerCase() === 'a') {
    if (selectAllWithin(event.target) === 'done') event.preventDefault()
    return
  }
  if (document.querySelector('[role="dialog"]') !== null) return
  if (isCommand(event)) {
    const page = pageNames[Number(event.key) - 1]
    if (page !== undefined) pageStore.getState().open(page)
    else if (event.key.toLowerCase() === 'k') openPalette()
    else if (event.key === 'Enter' && pageStore.getState().page === 'cycle') void publishDraft()
    else return
  } else if (event.key === 'Escape' && !isTyping(event.target)) {
    const { tour, leave } = guideStore.getState()
    if (tour === undefined) selectionStore.getState().clear()
    else leave()
  } else if (event.key === '/' && !isTyping(event.target)) {
    document.querySelector<HTMLInputElement>('[data-search]')?.focus()
  } else if (event.key === ' ' && benchStore.getState().stepping && !isOperating(event.target)) {
    nextStep()
  } else if (event.key === '?' && !isTyping(event.target)) {
    onHelp()
  } else {
    return
  }
  event.preventDefault()
}

/** The keys that work anywhere in the window (see ShortcutHelp for the list). */
export function useShortcuts(onHelp: () => void): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event, onHelp)
    window.addEventListener('keydown', listener)
    return () => {
      window.removeEventListener('keydown', listener)
    }
  })
}
