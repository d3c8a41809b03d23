import i18next from 'i18next'
import type { ConnectionView } from '../../shared/contract.js'

interface Group {
  /** Empty: of those that are in none. */
  readonly name: string
  readonly members: readonly ConnectionView[]
}

/** The connections by their groups: first those in none, then group after group in the order of their names. */
export function groupsOf(connections: readonly ConnectionView[]): readonly Group[] {
  const members = new Map<string, ConnectionView[]>()
  for (const view of connections) {
    const { group } = view.connection
    members.set(group, [...(members.get(group) ?? []), view])
  }
  const { compare } = new Intl.Collator(i18next.language, { numeric: true })
  return [...members].map(([name, views]) => ({ name, members: views })).sort((a, b) => compare(a.name, b.name))
}
