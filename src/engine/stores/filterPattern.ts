/**
 * A topic filter with wildcards as a regular expression that PostgreSQL, MySQL, MariaDB and MongoDB all understand.
 * A leading wildcard leaves out topics that begin with `$` [MQTT-4.7.2-1].
 */
export function filterPattern(filter: string): string {
  const levels = filter.split('/')
  let pattern = '^'
  for (const [index, level] of levels.entries()) {
    const first = index === 0
    if (level === '#') return `${pattern}${first ? '([^$].*)?' : '(/.*)?'}$`
    pattern += first ? '' : '/'
    if (level !== '+') pattern += level.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    else pattern += first ? '([^$/][^/]*)?' : '[^/]*'
  }
  return `${pattern}$`
}
