import { type BackendName, backendNames } from '../../shared/resourceTypes.js'
import { type Scenario, scenarioSchema } from '../../shared/scenario.js'
import cassa from '../../../resources/scenarios/chapter-cassa.json'
import mongo from '../../../resources/scenarios/chapter-mongo.json'
import mysql from '../../../resources/scenarios/chapter-mysql.json'
import pgsql from '../../../resources/scenarios/chapter-pgsql.json'
import redis from '../../../resources/scenarios/chapter-redis.json'

const files: Readonly<Record<BackendName, unknown>> = { redis, mysql, pgsql, cassa, mongo }

/** The five walk-throughs of the chapter, by backend. */
export const chapters = Object.fromEntries(
  backendNames.map((backend) => [backend, scenarioSchema.parse(files[backend])])
) as Readonly<Record<BackendName, Scenario>>
