import type { RuleMetrics, Snapshot } from '../../src/shared/contract.js'
import { noLatency } from '../../src/shared/latency.js'
import { limitsSchema, noneExceeded, noneRefused } from '../../src/shared/limits.js'
import { backendNames } from '../../src/shared/resourceTypes.js'
import { publisherDraftSchema, settingsSchema, subscriberSchema } from '../../src/shared/workspace.js'

const noMetrics: RuleMetrics = {
  matched: 0,
  passed: 0,
  failed: 0,
  exception: 0,
  no_result: 0,
  speed: 0,
  speed_max: 0,
  speed_last5m: 0
}

/** What a first start shows: the broker running, the built-in PostgreSQL, the chapter's rule, one subscriber. */
export function fakeSnapshot(): Snapshot {
  return {
    version: '0.1.0',
    servers: backendNames.map((backend) => ({ backend, state: 'stopped' as const })),
    broker: {
      listeners: [
        { name: 'tcp', state: 'running', host: '127.0.0.1', port: 1883, url: '127.0.0.1:1883' },
        { name: 'ws', state: 'running', host: '127.0.0.1', port: 8083, url: 'ws://127.0.0.1:8083/mqtt' }
      ],
      clients: 1,
      received: 12,
      sent: 9,
      dropped: 0,
      sessions: 0,
      held: 0,
      exceeded: noneExceeded(),
      refused: noneRefused()
    },
    bench: { stepping: false, waiting: [], faults: {} },
    resources: [
      {
        resource: { id: 'pg', type: 'backend_pgsql', description: '', config: { server: 'embedded' } },
        state: 'up',
        waiting: 0,
        waitingBytes: 0,
        counts: { saved: 0, fetched: 0, deleted: 0 },
        latencies: { saved: noLatency(), deleted: noLatency() },
        usedBy: ['offline'],
        hasPassword: false
      }
    ],
    rules: [
      {
        rule: {
          id: 'offline',
          description: '',
          enabled: true,
          rawsql: `SELECT * FROM "t/#", "$events/session_subscribed", "$events/message_acked" WHERE topic =~ 't/#'`,
          on_action_failed: 'continue',
          actions: [
            {
              name: 'offline_msg_to_pgsql',
              params: { $resource: 'pg', time_range: '', max_returned_count: 0, wildcard_fetch: false },
              fallbacks: []
            }
          ]
        },
        metrics: { ...noMetrics },
        actions: [{ taken: 0, success: 0, failed: 0, fallbacks: [] }]
      }
    ],
    connections: [],
    subscribers: [
      {
        subscriber: subscriberSchema.parse({ id: 'subscriber-1', clientId: 'subscriber-1', topic: 't/1' }),
        state: 'offline',
        holdAck: false,
        held: 0,
        received: 0,
        granted: []
      }
    ],
    publisher: publisherDraftSchema.parse({}),
    snippets: [],
    scenarios: [],
    settings: settingsSchema.parse({}),
    access: { acl: [] },
    limits: limitsSchema.parse({}),
    timeline: [],
    looks: [],
    log: [
      {
        sequence: 1,
        at: Date.now(),
        level: 'info',
        source: 'broker',
        code: 'listening',
        data: { url: '127.0.0.1:1883' }
      },
      { sequence: 2, at: Date.now(), level: 'info', source: 'resource', code: 'resource_up', data: { resource: 'pg' } },
      {
        sequence: 3,
        at: Date.now(),
        level: 'error',
        source: 'resource',
        code: 'store_unreachable',
        data: { server: '127.0.0.1:5432' },
        detail: 'connect ECONNREFUSED 127.0.0.1:5432'
      }
    ],
    dataDir: '/home/person/.config/mqtt-offline-inspector/workspace'
  }
}
