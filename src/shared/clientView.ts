import { z } from 'zod'

/** A client of our broker with its session. */
export const clientViewSchema = z.object({
  clientId: z.string(),
  isConnected: z.boolean(),
  username: z.string().optional(),
  /** Host and port that it comes, or came, from. */
  address: z.string().optional(),
  /** Whether its session ends with its connection. */
  clean: z.boolean(),
  /** Seconds. */
  keepalive: z.number(),
  /** When it connected, ms since the epoch; left out of one that is away. */
  since: z.number().optional(),
  subscriptions: z.array(z.object({ topic: z.string(), qos: z.number() })),
  /** Messages that it was sent and has not acknowledged, and those that wait for it. */
  inflight: z.number(),
  waiting: z.number(),
  /** QoS 2 messages of its own that are not released. */
  unreleased: z.number()
})
export type ClientView = z.infer<typeof clientViewSchema>
