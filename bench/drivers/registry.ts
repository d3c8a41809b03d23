import { openCassandra } from './cassandra.js'
import type { DriverName, OpenDriver } from './driver.js'
import { openEmbedded } from './embedded.js'
import { openMongodb } from './mongodb.js'
import { openMysql } from './mysql.js'
import { openPostgresql } from './postgresql.js'
import { openRedis } from './redis.js'

export const drivers: Readonly<Record<DriverName, OpenDriver>> = {
  pgsql: openPostgresql,
  redis: openRedis,
  mysql: openMysql,
  cassa: openCassandra,
  mongo: openMongodb,
  embedded: openEmbedded
}
