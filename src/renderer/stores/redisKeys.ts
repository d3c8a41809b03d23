import type { Cell } from '../../shared/storeLook.js'
import { isAlive, type LookView, type ShownRow } from './lookView.js'

/** What stands at a place of the tree: a name on the way, a message's hash, a topic's set, or a member of one. */
type KeyKind = 'folder' | 'hash' | 'set' | 'member'

interface KeyNode {
  readonly id: string
  readonly name: string
  kind: KeyKind
  /** Of a hash, and of a member the hash that it names. */
  readonly row: ShownRow | undefined
  readonly children: Map<string, KeyNode>
}

/** A node as it stands in the list, with what a screen reader says of its place. */
export interface KeyLine {
  readonly node: KeyNode
  readonly parent: string | undefined
  /** From 1 on. */
  readonly level: number
  readonly place: number
  readonly siblings: number
  /** undefined where there is nothing to fold. */
  readonly isOpen: boolean | undefined
}

/** EMQX's keys: a hash for each message, and a sorted set for each topic. */
const prefix = 'mqtt:msg:'

/** Sets stand folded at first: what they hold stands as hashes below them. */
const firstOpen: Readonly<Record<KeyKind, boolean>> = { folder: true, set: false, hash: false, member: false }

/**
 * The keys of a look by their parts between colons. A topic's sorted set follows from the topics of its messages, as
 * EMQX names it, so that nothing but the look has to be read: a set shows the members that the look has seen.
 */
export function keyTree({ look, rows }: Pick<LookView, 'look' | 'rows'>): KeyNode {
  const root = nodeOf('', '', 'folder')
  const topicAt = look.columns.indexOf('topic')
  const members = rows
    .filter(isAlive)
    .map((row) => ({ row, topic: String(row.cells[topicAt] ?? '') }))
    .filter(({ topic }) => topic !== '')
    // By name, so that none moves when another gets a message.
    .sort((one, other) => (one.topic < other.topic ? -1 : one.topic > other.topic ? 1 : 0))
  for (const { row, topic } of members) {
    const member = row.key.slice(prefix.length)
    const set = placeOf(root, prefix + topic)
    set.kind = 'set'
    set.children.set(` ${member}`, nodeOf(`${set.id} ${member}`, member, 'member', row))
  }
  for (const row of rows) {
    const parts = row.key.split(':')
    const folder = placeOf(root, parts.slice(0, -1).join(':'))
    folder.children.set(hashId(row.key), nodeOf(hashId(row.key), parts.at(-1) ?? '', 'hash', row))
  }
  return root
}

/** The lines that are to be seen; `folded` are the nodes that a person opened or closed. */
export function keyLines(root: KeyNode, folded: ReadonlySet<string>): readonly KeyLine[] {
  const lines: KeyLine[] = []
  const add = (parent: KeyNode, level: number): void => {
    const nodes = [...parent.children.values()]
    for (const [index, node] of nodes.entries()) {
      const isOpen = node.children.size === 0 ? undefined : firstOpen[node.kind] !== folded.has(node.id)
      const parentId = parent === root ? undefined : parent.id
      lines.push({ node, parent: parentId, level, place: index + 1, siblings: nodes.length, isOpen })
      if (isOpen === true) add(node, level + 1)
    }
  }
  add(root, 1)
  return lines
}

/** The seconds that a key has left; undefined where it has no end, or is none of its own. */
export function secondsLeft({ kind, row }: KeyNode, { look }: Pick<LookView, 'look'>): number | undefined {
  const cell: Cell | undefined = kind === 'hash' ? row?.cells[look.columns.indexOf('ttl')] : undefined
  return typeof cell === 'number' && cell > 0 ? cell : undefined
}

/** The members of a set; beside them stand the sets of the topics that go on after a colon. */
export function memberCount({ children }: KeyNode): number {
  return [...children.values()].filter(({ kind }) => kind === 'member').length
}

/** The node of a message's hash: with a space, for a topic's set may have the same name. */
export function hashId(key: string): string {
  return ` ${key}`
}

function placeOf(root: KeyNode, key: string): KeyNode {
  let node = root
  for (const name of key.split(':')) {
    const id = node === root ? name : `${node.id}:${name}`
    const child = node.children.get(name) ?? nodeOf(id, name, 'folder')
    node.children.set(name, child)
    node = child
  }
  return node
}

function nodeOf(id: string, name: string, kind: KeyKind, row?: ShownRow): KeyNode {
  return { id, name, kind, row, children: new Map() }
}
