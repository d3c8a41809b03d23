import { EditorView } from '@codemirror/view'

/**
 * Typing over a selection, which goes first, and then the text comes. Left to itself, Chromium gives the new text the look
 * of the old one by a style attribute, which the page's policy refuses, with a fault in the console for each.
 */
export const replaceSelection = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { state } = view
    const { from, to, empty } = state.selection.main
    const { data: text } = event
    if (empty || text === null || event.inputType !== 'insertText') return false
    const insert = () => state.update(state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true })
    // Such as closing a bracket around the selection.
    const isHandled = state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))
    if (isHandled) event.preventDefault()
    else view.dispatch(state.replaceSelection(''), { userEvent: 'delete.selection' })
    return isHandled
  }
})
