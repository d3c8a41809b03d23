import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type ReactElement, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { selectedIn, selectionStore } from '../app/selectionStore.js'
import { count } from '../parts/format.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { toggled } from '../parts/toggled.js'
import { VirtualList } from '../parts/VirtualList.js'
import { hashId, type KeyLine, keyLines, keyTree, memberCount, secondsLeft } from './redisKeys.js'
import { isAlive, isOf, type LookView } from './lookView.js'
import { NothingStored } from './NothingStored.js'
import { TimeToLive } from './TimeToLive.js'
import styles from './KeyTree.module.css'

/** The keys of a Redis as a tree by the colons in them, with the seconds that each message has left. */
export function KeyTree({ view, title }: { readonly view: LookView; readonly title: string }): ReactElement {
  const { t } = useTranslation()
  const messageId = selectionStore(selectedIn('stores'))
  const toggle = selectionStore((state) => state.toggle)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [chosen, setChosen] = useState<string>()
  const treeId = useId()
  const selected = view.rows.find((row) => isOf(row, messageId))?.key
  const [shown, setShown] = useState<string>()
  /** Whether the keyboard is only where something was selected that is no more: the list may be elsewhere by now. */
  const [isLeft, setLeft] = useState(false)
  const root = useMemo(() => keyTree(view), [view])
  const lines = useMemo(() => keyLines(root, folded), [root, folded])
  // What it was at may have gone since.
  const at = Math.max(
    0,
    lines.findIndex(({ node }) => node.id === chosen)
  )
  const active = lines[at]
  // What was selected elsewhere comes into view, whatever it was folded away in.
  if (shown !== selected) {
    setShown(selected)
    setLeft(selected === undefined)
    if (selected !== undefined && active?.node.row?.key !== selected) {
      setChosen(hashId(selected))
      setFolded(new Set([...folded].filter((id) => !selected.startsWith(`${id}:`))))
    }
  }
  const choose = (id: string): void => {
    setLeft(false)
    setChosen(id)
  }
  const fold = (id: string): void => setFolded(toggled(folded, id))
  const act = ({ node, isOpen }: KeyLine): void => {
    choose(node.id)
    if (isOpen === undefined) toggle(node.row?.messageId, 'stores')
    else fold(node.id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (active === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const go = (index: number): void => choose(lines[index]?.node.id ?? active.node.id)
    const { isOpen, node, parent } = active
    if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(lines.length - 1)
    else if (event.key === 'ArrowRight' && isOpen === false) fold(node.id)
    else if (event.key === 'ArrowRight' && isOpen === true) go(at + 1)
    else if (event.key === 'ArrowLeft' && isOpen === true) fold(node.id)
    else if (event.key === 'ArrowLeft') choose(parent ?? node.id)
    else if (event.key === 'Enter' || event.key === ' ') act(active)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (lines.length === 0) return <NothingStored />
  return (
    <div className={styles['keys']} onKeyDown={onKeyDown}>
      <VirtualList
        label={t('stores.keysOf', { resource: title })}
        role="tree"
        items={lines}
        keyOf={({ node }) => node.id}
        activeId={active === undefined ? undefined : treeId + active.node.id.replaceAll(' ', '~')}
        reveal={isLeft ? undefined : chosen}
        row={(line) => (
          <Key
            view={view}
            line={line}
            id={treeId + line.node.id.replaceAll(' ', '~')}
            isActive={line === active}
            isSelected={isOf(line.node.row, messageId)}
            onAct={() => act(line)}
          />
        )}
      />
    </div>
  )
}

interface KeyProps {
  readonly view: LookView
  readonly line: KeyLine
  readonly id: string
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly onAct: () => void
}

function Key({ view, line, id, isActive, isSelected, onAct }: KeyProps): ReactElement {
  const { t } = useTranslation()
  const { node, level, place, siblings, isOpen } = line
  const { row, kind, name } = node
  const isThere = row === undefined || isAlive(row)
  const members = memberCount(node)
  const seconds = isThere ? secondsLeft(node, view) : undefined
  return (
    <div
      id={id}
      className={styles['key']}
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={isOpen}
      aria-selected={isSelected}
      data-active={isActive ? true : undefined}
      data-ghost={isThere ? undefined : true}
      style={{ paddingInlineStart: `${level - 0.25}rem` }}
      onClick={onAct}
      data-row
    >
      <span className={styles['fold']} aria-hidden>
        {isOpen === true && <ChevronDown size="1em" />}
        {isOpen === false && <ChevronRight size="1em" />}
        {row !== undefined && <StepGlyph tone={isThere ? 'saved' : 'deleted'} />}
      </span>
      <span className={styles['name']} title={node.id.trim()}>
        {name}
      </span>
      {kind === 'set' && (
        <span className={styles['kind']}>{t('stores.set', { count: members, text: count(members) })}</span>
      )}
      {kind === 'hash' && <span className={styles['kind']}>{isThere ? t('stores.hash') : t('stores.gone')}</span>}
      {seconds !== undefined && (
        <span className={styles['left']} title={t('stores.timeLeft')}>
          <TimeToLive seconds={seconds} at={view.look.at} /> s
        </span>
      )}
      {kind === 'hash' && isThere && seconds === undefined && (
        <span className={styles['left']}>{t('stores.noEnd')}</span>
      )}
    </div>
  )
}
