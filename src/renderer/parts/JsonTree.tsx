import type { ReactElement } from 'react'
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
      <div className={styles['root']}>
        {value === undefined ? <code>{json}</code> : <Branch name={undefined} value={value} depth={0} />}
      </div>
      <CopyButton text={value === undefined ? json : printJson(value)} what={what} />
    </div>
  )
}

interface BranchProps {
  readonly name: string | undefined
  readonly value: Json
  readonly depth: number
}

function Branch({ name, value, depth }: BranchProps): ReactElement {
  const key = name === undefined ? null : <span className={styles['key']}>{name}: </span>
  if (value.kind !== 'object' && value.kind !== 'list') {
    return (
      <div className={styles['leaf']}>
        {key}
        <span data-kind={value.kind}>{value.kind === 'text' ? JSON.stringify(value.text) : value.text}</span>
      </div>
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
      <Members members={members} depth={depth} />
    </details>
  )
}

function Members({
  members,
  depth
}: {
  readonly members: readonly (readonly [string, Json])[]
  readonly depth: number
}): ReactElement {
  const { t } = useTranslation()
  const more = members.length - mostMembers
  return (
    <div className={styles['members']}>
      {members.slice(0, mostMembers).map(([name, member]) => (
        <Branch key={name} name={name} value={member} depth={depth + 1} />
      ))}
      {more > 0 && <div className={styles['size']}>{t('common.omitted', { count: more, text: String(more) })}</div>}
    </div>
  )
}
