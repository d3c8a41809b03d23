import type { InitPlan } from '../../../shared/contract.js'
import type { RedisConnection } from './connection.js'

/** Redis has nothing to create; what there is to know is whether it can be reached. */
export async function plan(connection: RedisConnection): Promise<InitPlan> {
  await connection.use((client) => client.ping())
  return { state: 'ready', statements: [], notes: [] }
}
