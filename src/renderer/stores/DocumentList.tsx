import { UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { selectedIn, selectionStore } from '../app/selectionStore.js'
import { CopyButton } from '../parts/CopyButton.js'
import { type Json, printJson, readJson } from '../parts/json.js'
import { JsonBranch } from '../parts/JsonTree.js'
import { PayloadView } from '../parts/PayloadView.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { toggled } from '../parts/toggled.js'
import { VirtualList } from '../parts/VirtualList.js'
import { isAlive, isFresh, isOf, type LookView, type ShownRow } from './lookView.js'
import { bytesOf, shellLine, shellText, shellValue } from './shellValue.js'
import { NothingStored } from './NothingStored.js'
import styles from './DocumentList.module.css'

/** Of EMQX's documents, in rem: a guess for those that have not been drawn yet. */
const usualHeight = 12.5
/** Of a folded document as much as any window has room for. */
const longestLine = 500
const nothing: Json = { kind: 'object', members: [] }

/** The documents of a MongoDB as its shell shows them, with the types that the server gave them. */
export function DocumentList({ view, title }: { readonly view: LookView; readonly title: string }): ReactElement {
  const { t } = useTranslation()
  const messageId = selectionStore(selectedIn('stores'))
  const toggle = selectionStore((state) => state.toggle)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  if (view.rows.length === 0) return <NothingStored />
  return (
    <VirtualList
      label={t('stores.documentsOf', { resource: title })}
      items={view.rows}
      keyOf={({ key }) => key}
      rowHeight={usualHeight}
      isMeasured
      reveal={view.rows.find((row) => isOf(row, messageId))?.key}
      row={(row) => (
        <StoredDocument
          row={row}
          isFresh={isFresh(row, view)}
          isSelected={isOf(row, messageId)}
          isOpen={!folded.has(row.key)}
          onSelect={() => toggle(row.messageId, 'stores')}
          onFold={() => setFolded(toggled(folded, row.key))}
        />
      )}
    />
  )
}

interface DocumentProps {
  readonly row: ShownRow
  readonly isFresh: boolean
  readonly isSelected: boolean
  readonly isOpen: boolean
  readonly onSelect: () => void
  readonly onFold: () => void
}

function StoredDocument({ row, isFresh, isSelected, isOpen, onSelect, onFold }: DocumentProps): ReactElement {
  const { t } = useTranslation()
  const { text = '', isCut = false } = row.document ?? {}
  const json = useMemo(() => readJson(text) ?? nothing, [text])
  const [first, ...rest] = json.kind === 'object' ? json.members : []
  const id = first === undefined ? '' : shellLine(shellValue(first[1]))
  return (
    <article
      className={styles['document']}
      aria-label={t('stores.document', { id })}
      aria-current={isSelected}
      data-ghost={isAlive(row) ? undefined : true}
      data-fresh={isFresh ? true : undefined}
    >
      <div className={styles['head']}>
        <UnstyledButton
          className={styles['fold'] ?? ''}
          aria-expanded={isOpen}
          aria-label={t('stores.fields')}
          onClick={onFold}
        >
          {isOpen ? <ChevronDown size="1em" /> : <ChevronRight size="1em" />}
        </UnstyledButton>
        <UnstyledButton className={styles['line'] ?? ''} aria-pressed={isSelected} onClick={onSelect} data-row>
          <span className={styles['mark']} role="img" aria-label={isAlive(row) ? t('stores.kept') : t('stores.gone')}>
            <StepGlyph tone={isAlive(row) ? 'saved' : 'deleted'} />
          </span>
          <code>
            {first?.[0]}: <b>{id}</b>
            {!isOpen && <span>{lineOf(rest)}</span>}
          </code>
        </UnstyledButton>
        <CopyButton text={printJson(json)} what={t(isCut ? 'stores.beginningOfDocument' : 'stores.documentText')} />
      </div>
      {isOpen && (
        <div className={styles['fields']}>
          {rest.map(([name, value]) => (
            <Field key={name} name={name} value={value} />
          ))}
          {isCut && <p className={styles['cut']}>{t('stores.cutDocument')}</p>}
        </div>
      )}
    </article>
  )
}

/** The payload can be seen through the lenses; whatever else it is, it is a field like any other. */
function Field({ name, value }: { readonly name: string; readonly value: Json }): ReactElement {
  const shown = useMemo(() => shellValue(value), [value])
  const bytes = useMemo(() => (name === 'payload' ? bytesOf(value) : undefined), [name, value])
  return (
    <JsonBranch
      name={name}
      value={shown}
      quoted={shellText}
      inside={bytes === undefined ? undefined : <PayloadView bytes={bytes} size={bytes.length} />}
    />
  )
}

function lineOf(members: readonly (readonly [string, Json])[]): string {
  const parts = members.map(([name, value]) => `, ${name}: ${shellLine(shellValue(value))}`)
  return parts.join('').slice(0, longestLine)
}
