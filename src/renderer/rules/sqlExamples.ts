import { type RuleEventName, ruleEventNames, ruleEvents } from '../../rulesql/events.js'

/** The chapter's own statement: save, deliver and delete in one rule. */
export const chapterSql = `SELECT * FROM "t/#", "$events/session_subscribed", "$events/message_acked" WHERE topic =~ 't/#'`

const foreachSql = `FOREACH payload.sensors AS sensor
DO clientid, sensor.name AS name, sensor.value AS value
INCASE sensor.value > 30
FROM "t/#"`

export type SqlExample = { readonly rawsql: string } & (
  { readonly kind: 'chapter' | 'foreach' } | { readonly kind: 'event'; readonly event: RuleEventName }
)

/** Statements to begin with: the chapter's, one for each event as EMQX's dashboard offers it, a list taken apart. */
export const sqlExamples: readonly SqlExample[] = [
  { kind: 'chapter', rawsql: chapterSql },
  ...ruleEventNames.map((event): SqlExample => ({ kind: 'event', event, rawsql: exampleOf(event) })),
  { kind: 'foreach', rawsql: foreachSql }
]

/** EMQX asks `client.disconnected` for a topic, which it does not have: that is left out. */
function exampleOf(event: RuleEventName): string {
  const { source, columns } = ruleEvents[event]
  if (source === undefined) return `SELECT payload.msg AS msg\nFROM "t/#"\nWHERE msg = 'hello'`
  const hasTopic = columns.includes('topic') && event !== 'client.check_acl_complete'
  return `SELECT *\nFROM "${source}"${hasTopic ? `\nWHERE topic =~ 't/#'` : ''}`
}
