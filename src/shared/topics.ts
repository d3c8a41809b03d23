/**
 * Does a topic name match a topic filter? MQTT 3.1.1 §4.7: `+` stands for one level, `#` for all that follow and the
 * level above; a leading wildcard does not match topics that begin with `$` [MQTT-4.7.2-1].
 */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false
  const filterLevels = filter.split('/')
  const topicLevels = topic.split('/')
  for (const [index, level] of filterLevels.entries()) {
    if (level === '#') return true
    if (index >= topicLevels.length) return false
    if (level !== '+' && level !== topicLevels[index]) return false
  }
  return filterLevels.length === topicLevels.length
}

/** Whether a filter has a wildcard level. */
export function hasWildcard(filter: string): boolean {
  return filter.split('/').some((level) => level === '+' || level === '#')
}
