import { type Completion, type CompletionSource, pickedCompletion } from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import type { TFunction } from 'i18next'
import { functionHelp } from '../../app/texts.js'
import { eventTitle } from '../eventTexts.js'
import { type Proposal, proposalsAt } from './proposals.js'

/** The editor's completion: what the grammar takes at the place, with a line of help for each. */
export function completionSource(topics: () => readonly string[], t: TFunction): CompletionSource {
  return ({ state, pos, explicit }) => {
    const { from, to, proposals } = proposalsAt(state.doc.toString(), pos, topics())
    if (proposals.length === 0 || (from === pos && !explicit)) return null
    return { from, to: pos, options: proposals.map((proposal) => optionOf(proposal, to - pos, t)) }
  }
}

/** What comes first among those that fit the typed word equally well. */
const boosts: Readonly<Record<Proposal['kind'], number>> = {
  keyword: 6,
  topic: 5,
  alias: 5,
  column: 4,
  event: 3,
  sign: 2,
  constant: 1,
  function: 0
}

/** `behind`: how much of what stands behind the place is replaced as well. */
function optionOf(proposal: Proposal, behind: number, t: TFunction): Completion {
  const { kind, label } = proposal
  const option = { label, type: kind, boost: boosts[kind], apply: insertion(proposal, behind) }
  switch (kind) {
    case 'column':
      return { ...option, detail: proposal.events.map((event) => eventTitle(event, t)).join(', ') }
    case 'event':
      return { ...option, detail: eventTitle(proposal.event, t) }
    case 'function':
      return { ...option, detail: proposal.parameters, info: functionHelp(proposal.name) }
    default:
      return option
  }
}

/** Puts the text in; of a function with its parentheses, and the caret inside where there is something to write. */
function insertion(proposal: Proposal, behind: number) {
  return (view: EditorView, completion: Completion, from: number, to: number): void => {
    const isCall = proposal.kind === 'function' && view.state.sliceDoc(to, to + 1) !== '('
    const text = isCall ? `${proposal.label}()` : proposal.label
    const inside = isCall && proposal.parameters !== '()' ? 1 : 0
    view.dispatch({
      changes: { from, to: to + behind, insert: text },
      selection: { anchor: from + text.length - inside },
      scrollIntoView: true,
      userEvent: 'input.complete',
      annotations: pickedCompletion.of(completion)
    })
  }
}
