import type { EditorView } from '@codemirror/view'
import { type ReactElement, useDeferredValue, useMemo, useRef } from 'react'
import { format } from '../../rulesql/format.js'
import { lint } from '../../rulesql/lint.js'
import type { LintContext } from '../../rulesql/remark.js'
import type { SqlDiagnostic } from '../../shared/contract.js'
import type { ErrorInfo } from '../../shared/errors.js'
import { guideTarget } from '../guide/target.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { SqlEditor } from './editor/SqlEditor.js'
import styles from './Rules.module.css'
import type { SqlExample } from './sqlExamples.js'
import { SqlProblem } from './SqlProblem.js'
import { SqlToolbar } from './SqlToolbar.js'

interface Props {
  readonly value: string
  /** What the rule's actions ask of the statement. */
  readonly context: LintContext
  /** What the engine said of the statement, where it said more than the editor knows. */
  readonly fault: ErrorInfo | undefined
  readonly onChange: (value: string) => void
  readonly onExample: (example: SqlExample) => void
}

/** The statement of a rule, judged while it is typed: what is wrong or odd is marked in it, and listed below it. */
export function SqlField({ value, context, fault, onChange, onExample }: Props): ReactElement {
  const viewRef = useRef<EditorView>(null)
  const text = value.replaceAll(/\r\n?/g, '\n')
  const read = useDeferredValue(text)
  const diagnostics = useMemo(() => (read.trim() === '' ? [] : lint(read, context)), [read, context])
  const error = diagnostics.find(({ severity }) => severity === 'error')
  const shownFault = error === undefined ? fault : undefined
  const topics = useMemo(() => (context.seen ?? []).map(({ topic }) => topic), [context.seen])
  const reformat = (): void => {
    if (error === undefined && text.trim() !== '') onChange(format(text))
  }
  const goTo = ({ from, to }: SqlDiagnostic): void => {
    const end = viewRef.current?.state.doc.length ?? 0
    viewRef.current?.dispatch({
      selection: { anchor: Math.min(from, end), head: Math.min(to, end) },
      scrollIntoView: true
    })
    viewRef.current?.focus()
  }
  return (
    <div className={styles['sqlField']} {...guideTarget('rule-sql')}>
      <div className={styles['sqlHead']}>
        <span className={styles['sqlLabel']}>SQL</span>
        <SqlToolbar viewRef={viewRef} canFormat={error === undefined} onFormat={reformat} onExample={onExample} />
      </div>
      <SqlEditor
        value={text}
        diagnostics={diagnostics}
        topics={topics}
        isInvalid={error !== undefined || shownFault !== undefined}
        viewRef={viewRef}
        onChange={onChange}
        onFormat={reformat}
      />
      {shownFault !== undefined && <ErrorNotice error={shownFault} />}
      {diagnostics.map((diagnostic) => (
        <SqlProblem
          key={`${diagnostic.code}${diagnostic.from}`}
          diagnostic={diagnostic}
          onOpen={() => goTo(diagnostic)}
        />
      ))}
    </div>
  )
}
