import { type ReactElement, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from './CopyButton.js'
import { type Json, printJson, readJson } from './json.js'
import styles from './JsonTree.module.css'

/** Most members of one object or list that are drawn. */
const mostMembers = 200
/** How deep a tree stands open at first. */
const openDepth = 3

/** JSON as a tree that can be folded, and copied whole. */
export function JsonTree({ json, what }: { readonly json: string; readonly what: string }): ReactElement {
  const value = readJson(json)
  return (
    <div className={styles['tree']}>
      <div className={styles['root']}>{value === undefined ? <code>{json}</code> : <JsonBranch value={value} />}</div>
      <CopyButton text={value === undefined ? json : printJson(value)} what={what} />
    </div>
  )
}

interface BranchProps {
  readonly name?: string
  readonly value: Json
  readonly depth?: number
  /** How a text is written; as in JSON where nothing else is said. */
  readonly quoted?: (text: string) => string
  /** What a text, number or word shows when it is opened. */
  readonly inside?: ReactNode
}

/** A value and all below it, after its name. */
export function JsonBranch({ name, value, depth = 0, quoted = JSON.stringify, inside }: BranchProps): ReactElement {
  const key = name === undefined ? null : <span className={styles['key']}>{name}: </span>
  if (value.kind !== 'object' && value.kind !== 'list') {
    const line = (
      <>
        {key}
        <span className={styles['value']} data-kind={value.kind}>
          {value.kind === 'text' ? quoted(value.text) : value.text}
        </span>
      </>
    )
    return inside === undefined ? (
      <div className={styles['leaf']}>{line}</div>
    ) : (
      <OpenedLeaf line={line}>{inside}</OpenedLeaf>
    )
  }
  const members =
    value.kind === 'object' ? value.members : value.items.map((item, index) => [String(index + 1), item] as const)
  const brackets = value.kind === 'object' ? '{}' : '[]'
  if (members.length === 0) {
    return (
      <div className={styles['leaf']}>
        {key}
        {brackets}
      </div>
    )
  }
  return (
    <details open={depth < openDepth}>
      <summary>
        {key}
        <span className={styles['size']}>
          {brackets.charAt(0)} {members.length} {brackets.charAt(1)}
        </span>
      </summary>
      <Members members={members} depth={depth} quoted={quoted} />
    </details>
  )
}

/** What is inside is drawn only while it is open. */
function OpenedLeaf({ line, children }: { readonly line: ReactNode; readonly children: ReactNode }): ReactElement {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles['oneLine']}>{line}</summary>
      {isOpen && children}
    </details>
  )
}

interface MembersProps extends Required<Pick<BranchProps, 'depth' | 'quoted'>> {
  readonly members: readonly (readonly [string, Json])[]
}

function Members({ members, depth, quoted }: MembersProps): ReactElement {
  const { t } = useTranslation()
  const more = members.length - mostMembers
  return (
    <div className={styles['members']}>
      {members.slice(0, mostMembers).map(([name, member]) => (
        <JsonBranch key={name} name={name} value={member} depth={depth + 1} quoted={quoted} />
      ))}
      {more > 0 && <div className={styles['size']}>{t('common.omitted', { count: more, text: String(more) })}</div>}
    </div>
  )
}
