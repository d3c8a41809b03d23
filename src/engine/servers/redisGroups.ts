import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isThere } from './find.js'
import { host, type Probe, untilAnswered } from './probe.js'
import type { Recipe } from './recipe.js'
import { redis, redisWith } from './redis.js'
import type { RunningServer } from './server.js'

/** Several Redis servers that make one. */
export interface Group {
  readonly type: RunningServer['type']
  readonly config: RunningServer['config']
  /** Makes one of them and waits until they are; for after each start. */
  unite(): Promise<void>
}

/** Starts one member. */
type Start = (recipe: Recipe) => Promise<RunningServer>

/** The set's name in EMQX's form. */
const setName = 'mysentinel'
/** The slots that a cluster's nodes share. */
const slots = 16_384
/** Time in ms for the members to find each other. */
const patience = 60_000

/** A master, a replica, and three Sentinels of which two can name a new master. */
export async function sentinelGroup(start: Start): Promise<Group> {
  const master = await start(redis)
  await start(redisWith(() => ['--appendonly', 'yes', '--replicaof', host, String(portOf(master))]))
  const sentinel = sentinelRecipe(portOf(master))
  const sentinels = await Promise.all([start(sentinel), start(sentinel), start(sentinel)])
  return {
    type: 'backend_redis_sentinel',
    config: { servers: addresses(sentinels), sentinel: setName, database: 0, password: '' },
    unite: async () => {
      for (const member of sentinels) await until(member, 'INFO sentinel', /status=ok,.*slaves=1,sentinels=3/)
    }
  }
}

function sentinelRecipe(masterPort: number): Recipe {
  const fileIn = (folder: string): string => join(folder, 'sentinel.conf')
  const lines = [
    `sentinel monitor ${setName} ${host} ${String(masterPort)} 2`,
    `sentinel down-after-milliseconds ${setName} 1000`,
    `sentinel failover-timeout ${setName} 5000`
  ]
  return redisWith(
    (folder) => [fileIn(folder), '--sentinel'],
    async (folder) => {
      // A Sentinel keeps in this file what it has learnt.
      if (!(await isThere(fileIn(folder)))) await writeFile(fileIn(folder), `${lines.join('\n')}\n`)
    }
  )
}

/** Three masters that share the slots, without replicas. */
export async function clusterGroup(start: Start): Promise<Group> {
  const recipe = redisWith(() => ['--appendonly', 'yes', '--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'])
  const nodes = await Promise.all([start(recipe), start(recipe), start(recipe)])
  return {
    type: 'backend_redis_cluster',
    config: { servers: addresses(nodes), database: 0, password: '' },
    unite: async () => {
      // After a restart they know all this, and answer so; what counts is the state at the end.
      for (const [index, node] of nodes.entries()) {
        await until(node, `CLUSTER SET-CONFIG-EPOCH ${String(index + 1)}`, /^[+-]/)
        await until(node, `CLUSTER ADDSLOTS ${shareOf(index, nodes.length)}`, /^[+-]/)
        await until(node, `CLUSTER MEET ${host} ${String(portOf(nodes[0]))}`, /^[+-]/)
      }
      for (const node of nodes) await until(node, 'CLUSTER INFO', /cluster_state:ok[^]*cluster_known_nodes:3/)
    }
  }
}

function shareOf(index: number, count: number): string {
  const first = Math.floor((slots * index) / count)
  const end = Math.floor((slots * (index + 1)) / count)
  return Array.from({ length: end - first }, (_, offset) => first + offset).join(' ')
}

/** Sends a command until the answer is as expected. */
async function until(server: RunningServer, command: string, expected: RegExp): Promise<void> {
  const probe: Probe = {
    send: Buffer.from(`${command}\r\n`),
    accepts: (answer) => expected.test(answer.toString('latin1'))
  }
  await untilAnswered(portOf(server), probe, patience)
}

function addresses(servers: readonly RunningServer[]): string {
  return servers.map(({ config }) => config['server']).join(',')
}

function portOf({ config }: RunningServer): number {
  return Number(String(config['server']).split(':')[1])
}
