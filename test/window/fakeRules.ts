import type { EventSample, RuleTestResult, RuleVerdict } from '../../src/shared/ruleQuestions.js'
import { topicMatches } from '../../src/shared/topics.js'

export const fakeSample: EventSample = {
  event: 'message.publish',
  json: JSON.stringify({
    id: '0005F3A91C0000000000000000000041',
    clientid: 'c_emqx',
    username: 'u_emqx',
    payload: '{"msg": "hello"}',
    peerhost: '192.168.0.10',
    topic: 't/a',
    qos: 1,
    flags: { retain: false },
    publish_received_at: 1645002965664,
    event: 'message.publish',
    timestamp: 1645002965664,
    node: 'inspector@127.0.0.1'
  }),
  editable: ['clientid', 'username', 'topic', 'qos', 'payload']
}

/** As of `SELECT * FROM "t/#" WHERE topic =~ 't/#'`. */
export function fakeTest(event: string): RuleTestResult {
  const { topic = 't/a' } = JSON.parse(event) as { topic?: string }
  if (!topicMatches('t/#', topic)) return { outcome: 'no_match', because: 'from', tests: [] }
  return { outcome: 'output', json: `{"topic":${JSON.stringify(topic)},"qos":1,"share":1.0}`, source: 't/#', tests: [] }
}

/** What the chapter's rule, and a second one, make of a message. */
export function fakeVerdicts(topic: string): RuleVerdict[] {
  const test = { clause: 'where', from: 0, to: 0, outcome: 'true' } as const
  const base = { event: 'message.publish', outputs: [], tests: [], actions: [] } as const
  const isHeard = topicMatches('t/#', topic)
  return [
    {
      ...base,
      rule: 'offline',
      verdict: isHeard ? 'fired' : 'no_source',
      sources: ['t/#', '$events/session_subscribed', '$events/message_acked'],
      ...(isHeard ? { source: 't/#' } : {}),
      tests: isHeard
        ? [{ ...test, sql: `topic =~ 't/#'`, values: [{ sql: 'topic', json: JSON.stringify(topic) }] }]
        : [],
      outputs: isHeard ? [`{"topic":${JSON.stringify(topic)}}`] : [],
      actions: isHeard ? [{ name: 'offline_msg_to_pgsql', resource: 'pg', path: [0], outcome: 'success' }] : []
    },
    {
      ...base,
      rule: 'alarms',
      verdict: 'where_false',
      sources: ['#'],
      source: '#',
      tests: [
        { ...test, sql: 'payload.heat > 50', outcome: 'false', values: [{ sql: 'payload.heat', json: '21.5' }] },
        { ...test, sql: 'qos > 0', outcome: 'skipped', values: [] }
      ],
      outputs: [],
      actions: []
    }
  ]
}
