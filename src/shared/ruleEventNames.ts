/** The events of EMQX 4.4 that a rule can name, by the text of their `event` column. */
export const ruleEventNames = [
  'message.publish',
  'message.delivered',
  'message.acked',
  'message.dropped',
  'delivery.dropped',
  'client.connected',
  'client.disconnected',
  'client.connack',
  'client.check_acl_complete',
  'session.subscribed',
  'session.unsubscribed'
] as const
export type RuleEventName = (typeof ruleEventNames)[number]
