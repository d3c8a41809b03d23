/**
 * EMQX's `emqx_topic:match`. Unlike MQTT's own rule it takes filters for topics too (`t/#` matches `t/#`), and a `#`
 * that is not last only stands for itself.
 */
export type TopicMatcher = (topic: string) => boolean

/** Takes the filter apart once. */
export function topicMatcher(filter: string): TopicMatcher {
  const levels = filter.split('/')
  const leadsWithWildcard = filter.startsWith('+') || filter.startsWith('#')
  const open = levels.at(-1) === '#'
  const fixed = open ? levels.slice(0, -1) : levels
  if (!fixed.some((level) => level === '+')) {
    if (!open) return (topic) => topic === filter && !(topic.startsWith('$') && leadsWithWildcard)
    const parent = fixed.join('/')
    const prefix = fixed.length === 0 ? '' : `${parent}/`
    if (fixed.length === 0) return (topic) => !topic.startsWith('$')
    return (topic) => (topic.startsWith(prefix) || topic === parent) && !(leadsWithWildcard && topic.startsWith('$'))
  }
  return (topic) => {
    if (leadsWithWildcard && topic.startsWith('$')) return false
    return levelsMatch(fixed, open, topic)
  }
}

function levelsMatch(fixed: readonly string[], open: boolean, topic: string): boolean {
  let start = 0
  for (const [index, level] of fixed.entries()) {
    if (start > topic.length) return false
    const slash = topic.indexOf('/', start)
    const end = slash === -1 ? topic.length : slash
    const matches = level === '+' || (level.length === end - start && topic.startsWith(level, start))
    if (!matches) return false
    start = end + 1
    if (index === fixed.length - 1 && !open) return slash === -1
  }
  return open
}
