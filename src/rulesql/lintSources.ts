import { eventOfSource } from './events.js'
import { topicMatches } from '../shared/topics.js'
import { filtersOverlap, hasWildcard, isTopicFilter } from './filters.js'
import type { LintContext, Remark } from './remark.js'
import { type Condition, type Source, type Statement, rangeOf } from './tree.js'
import { conjuncts } from './walk.js'

/** What FROM names, and what WHERE asks of the topic then. */
export function lintSources(statement: Statement, context: LintContext): readonly Remark[] {
  return [...statement.sources.flatMap((source) => lintSource(source, context)), ...lintTopicTests(statement)]
}

function lintSource(source: Source, { savesMessages = false, seen = [] }: LintContext): readonly Remark[] {
  const { topic } = source
  const range = rangeOf(source)
  if (!isPublish(topic)) return []
  if (topic.startsWith('$events/')) return [{ code: 'event_unknown', range, data: { source: topic } }]
  if (!isTopicFilter(topic)) return [{ code: 'filter_invalid', range, data: { filter: topic } }]
  // Nobody can publish there: $SYS is the broker's own, and EMQX lets no rule hear it; the others only subscribe.
  if (/^\$(SYS|share|queue)\//.test(topic)) return [{ code: 'filter_unheard', range, data: { filter: topic } }]
  const heard = seen.filter((each) => topicMatches(topic, each.topic))
  if (!savesMessages || heard.length === 0 || heard.some(({ qos }) => qos > 0)) return []
  return [
    {
      code: 'qos0_seen',
      range,
      data: {
        topics: heard
          .slice(0, mostNamed)
          .map((each) => each.topic)
          .join(', ')
      }
    }
  ]
}

/** Most topics that a sentence names. */
const mostNamed = 3

function isPublish(source: string): boolean {
  return eventOfSource(source) === 'message.publish'
}

/** A topic that WHERE asks for and that no filter of FROM lets through; that of the other events is bound by none. */
function lintTopicTests({ sources, where }: Statement): readonly Remark[] {
  const filters = sources.map(({ topic }) => topic).filter(isPublish)
  if (where === undefined || filters.length === 0) return []
  const code = filters.length === sources.length ? 'filter_never_matches' : 'filter_never_published'
  return conjuncts(where).flatMap((part): readonly Remark[] => {
    const wanted = wantedTopic(part)
    if (wanted === undefined) return []
    const range = rangeOf(part)
    if (wanted.operator === '=' && hasWildcard(wanted.topic))
      return [{ code: 'filter_not_equal', range, data: { filter: wanted.topic } }]
    if (filters.some((filter) => filtersOverlap(filter, wanted.topic))) return []
    return [{ code, range, data: { filter: wanted.topic, from: filters.join(', ') } }]
  })
}

interface WantedTopic {
  readonly operator: '=' | '=~'
  readonly topic: string
}

/** The filter or topic of `topic =~ 'x'` and `topic = 'x'`. */
function wantedTopic(condition: Condition): WantedTopic | undefined {
  if (condition.kind !== 'comparison') return undefined
  const { left, right, operator } = condition
  if (operator !== '=~' && operator !== '=') return undefined
  const isTopic = left.kind === 'variable' && left.name === 'topic'
  return isTopic && right.kind === 'literal' && typeof right.value === 'string'
    ? { operator, topic: right.value }
    : undefined
}
