import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands'
import { type Diagnostic, nextDiagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import type { TFunction } from 'i18next'
import { type ReactElement, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SqlDiagnostic } from '../../../shared/contract.js'
import { styleNonce } from '../../app/nonce.js'
import { diagnosticText } from '../../app/texts.js'
import { completionSource } from './completion.js'
import { highlight } from './highlight.js'
import { replaceSelection } from './replaceSelection.js'
import styles from './SqlEditor.module.css'

interface Props {
  /** With `\n` alone between lines, as the editor counts. */
  readonly value: string
  readonly diagnostics: readonly SqlDiagnostic[]
  /** Topics that the broker has seen. */
  readonly topics: readonly string[]
  readonly isInvalid: boolean
  /** The editor, for buttons that act on it; null while there is none. */
  readonly viewRef: RefObject<EditorView | null>
  readonly onChange: (value: string) => void
  readonly onFormat: () => void
}

/** Where a statement is written: coloured, completed and judged while it is typed. */
export function SqlEditor(props: Props): ReactElement {
  const { value, diagnostics, isInvalid, viewRef } = props
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  const words = useRef(new Compartment())

  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const { current: parent } = host
    if (parent === null) return
    const extensions = [words.current.of([]), ...behaviour(() => latest.current)]
    const editor = new EditorView({ parent, doc: latest.current.value, extensions })
    viewRef.current = editor
    return () => {
      viewRef.current = null
      editor.destroy()
    }
  }, [viewRef])

  useEffect(() => {
    viewRef.current?.dispatch({
      effects: words.current.reconfigure(wordsOf(t, isInvalid, () => latest.current.topics))
    })
  }, [viewRef, t, isInvalid])

  useEffect(() => {
    const editor = viewRef.current
    if (editor === null || value === editor.state.doc.toString()) return
    // Formatting or an example is one step to undo, apart from what was typed just before.
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: isolateHistory.of('full')
    })
  }, [viewRef, value])

  useEffect(() => {
    const editor = viewRef.current
    if (editor === null) return
    // They may be of the text before the last key.
    const end = editor.state.doc.length
    editor.dispatch(setDiagnostics(editor.state, shownDiagnostics(diagnostics, end)))
  }, [viewRef, diagnostics, t])

  return <div ref={host} className={styles['editor']} data-invalid={isInvalid || undefined} />
}

/** What stays the same as long as the editor stands. Tab leaves it, as it leaves any field. */
function behaviour(props: () => Props): Extension[] {
  return [
    EditorView.cspNonce.of(styleNonce),
    lineNumbers(),
    history(),
    highlight,
    replaceSelection,
    closeBrackets(),
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['(', '[', "'", '"'] } }]),
    EditorView.lineWrapping,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) props().onChange(update.state.doc.toString())
    }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      { key: 'F8', run: nextDiagnostic },
      {
        key: 'Shift-Alt-f',
        run: () => {
          props().onFormat()
          return true
        }
      },
      ...closeBracketsKeymap,
      ...historyKeymap,
      ...defaultKeymap
    ])
  ]
}

/** What depends on the language of the window, and on what is in the editor. */
function wordsOf(t: TFunction, isInvalid: boolean, topics: () => readonly string[]): Extension[] {
  return [
    autocompletion({ override: [completionSource(topics, t)], icons: false }),
    placeholder(t('rules.sqlPlaceholder')),
    EditorState.phrases.of({ Completions: t('rules.completions') }),
    EditorView.contentAttributes.of({ 'aria-label': 'SQL', 'aria-invalid': String(isInvalid) })
  ]
}

function shownDiagnostics(diagnostics: readonly SqlDiagnostic[], end: number): Diagnostic[] {
  return diagnostics.map((diagnostic) => ({
    from: Math.min(diagnostic.from, end),
    to: Math.min(diagnostic.to, end),
    severity: diagnostic.severity,
    message: diagnosticText(diagnostic)
  }))
}
