import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { z } from 'zod'
import { AppError } from '../../shared/errors.js'
import { type Scenario, scenarioSchema } from '../../shared/scenario.js'
import {
  type EngineConfig,
  engineConfigSchema,
  type Listeners,
  type Resource,
  type TlsFiles
} from '../../shared/workspace.js'
import { makeLiveRule } from '../cycle/liveRule.js'

/**
 * Reads and checks a `serve` configuration; paths in it are relative to the file.
 * Throws `config_unreadable`, or `config_invalid` whose `faults` are one line each: path in the file, what is wrong.
 */
export async function readConfig(file: string): Promise<EngineConfig> {
  const config = checkConfig(parseJson(await readText(file), file), file)
  const listeners = mapTlsFiles(config.listeners, (path) => resolve(dirname(file), path))
  return { ...config, listeners, dataDir: resolve(dirname(file), config.dataDir) }
}

function mapTlsFiles({ tls, wss, ...plain }: Listeners, change: (path: string) => string): Listeners {
  const changed = ({ certificate, key, ca }: TlsFiles): TlsFiles => ({
    certificate: change(certificate),
    key: change(key),
    ...(ca === undefined ? {} : { ca: change(ca) })
  })
  return {
    ...plain,
    ...(tls === undefined ? {} : { tls: { ...tls, ...changed(tls) } }),
    ...(wss === undefined ? {} : { wss: { ...wss, ...changed(wss) } })
  }
}

/** Reads and checks a scenario. Throws as `readConfig`. */
export async function readScenario(file: string): Promise<Scenario> {
  const parsed = scenarioSchema.safeParse(parseJson(await readText(file), file))
  if (!parsed.success) throw new AppError('config_invalid', { file, faults: faultLines(parsed.error).join('\n') })
  return parsed.data
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('config_unreadable', { file }, { cause })
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AppError('config_invalid', { file, faults: `not JSON: ${(cause as Error).message}` })
  }
}

/** The shape, and then the rules: their SQL, their resources. */
export function checkConfig(value: unknown, file: string): EngineConfig {
  const parsed = engineConfigSchema.safeParse(value)
  if (!parsed.success) throw new AppError('config_invalid', { file, faults: faultLines(parsed.error).join('\n') })
  const faults = ruleFaults(parsed.data)
  if (faults.length > 0) throw new AppError('config_invalid', { file, faults: faults.join('\n') })
  return parsed.data
}

export function faultLines(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${pathText([...issue.path, key])}: ${issue.message}`)
      : [`${pathText(issue.path)}: ${issue.message}`]
  )
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(the whole file)'
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`))
    .join('')
}

function ruleFaults(config: EngineConfig): string[] {
  const resources = new Map<string, Resource>(config.resources.map((resource) => [resource.id, resource]))
  return config.rules.flatMap((rule, index) => {
    try {
      makeLiveRule(rule, resources)
      return []
    } catch (error) {
      return [`rules[${index}].${ruleFault(AppError.from(error), resources)}`]
    }
  })
}

/** In the words of the faults that the schema finds. */
function ruleFault({ code, data, message }: AppError, resources: ReadonlyMap<string, Resource>): string {
  switch (code) {
    case 'rule_syntax':
      return `rawsql: line ${data['line']}, column ${data['column']}: expected ${data['expected']}, found ${data['found']}`
    case 'rule_columns_missing':
      return `rawsql: the actions need columns that it does not select: ${data['columns']}; SELECT * has them all`
    case 'resource_unknown':
      return `actions: no resource "${data['resource']}"; there are: ${[...resources.keys()].join(', ') || 'none'}`
    case 'resource_type_mismatch':
      return `actions: ${data['action']} does not take resource "${data['resource']}" of type ${data['type']}`
    default:
      return `actions: ${message}`
  }
}
