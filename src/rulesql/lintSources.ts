import { eventOfSource } from './events.js'
import { filtersOverlap, isTopicFilter } from './filters.js'
import type { Remark } from './remark.js'
import { type Condition, type Statement, rangeOf } from './tree.js'
import { conjuncts } from './walk.js'

/** What FROM names, and what WHERE asks of the topic then. */
export function lintSources(statement: Statement): readonly Remark[] {
  const own = statement.sources.flatMap((source): readonly Remark[] => {
    const { topic } = source
    const range = rangeOf(source)
    const isEvent = eventOfSource(topic) !== 'message.publish'
    if (isEvent) return []
    if (topic.startsWith('$events/')) return [{ code: 'event_unknown', range, data: { source: topic } }]
    return isTopicFilter(topic) ? [] : [{ code: 'filter_invalid', range, data: { filter: topic } }]
  })
  return [...own, ...lintTopicTests(statement)]
}

/** A topic that WHERE asks for and that no filter of FROM lets through. */
function lintTopicTests({ sources, where }: Statement): readonly Remark[] {
  const filters = sources.map(({ topic }) => topic)
  // The topic of the other events is not bound by FROM.
  if (where === undefined || filters.some((filter) => eventOfSource(filter) !== 'message.publish')) return []
  return conjuncts(where).flatMap((part): readonly Remark[] => {
    const wanted = wantedTopic(part)
    if (wanted === undefined || filters.some((filter) => filtersOverlap(filter, wanted))) return []
    return [{ code: 'filter_never_matches', range: rangeOf(part), data: { filter: wanted, from: filters.join(', ') } }]
  })
}

/** The filter or topic of `topic =~ 'x'` and `topic = 'x'`. */
function wantedTopic(condition: Condition): string | undefined {
  if (condition.kind !== 'comparison' || !['=~', '='].includes(condition.operator)) return undefined
  const { left, right } = condition
  const isTopic = left.kind === 'variable' && left.name === 'topic'
  return isTopic && right.kind === 'literal' && typeof right.value === 'string' ? right.value : undefined
}
