import type { Workspace } from '../../shared/workspace.js'
import { workspaceSchema, workspaceVersion } from '../../shared/workspace.js'

/** The chapter's statement, word for word. */
export const chapterSql = `SELECT * FROM "t/#", "$events/session_subscribed", "$events/message_acked" WHERE topic =~ 't/#'`

/** What the first start shows: a broker, the built-in PostgreSQL, the chapter's rule, one subscriber. */
export function defaultWorkspace(): Workspace {
  return workspaceSchema.parse({
    version: workspaceVersion,
    listeners: { tcp: {}, ws: {} },
    resources: [{ id: 'postgresql', type: 'backend_pgsql', config: { server: 'embedded' } }],
    rules: [
      {
        id: 'offline',
        rawsql: chapterSql,
        actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'postgresql' } }]
      }
    ],
    subscribers: [{ id: 'subscriber-1', clientId: 'subscriber-1', topic: 't/1', qos: 1, clean: true }]
  })
}
