import { AppError } from '../../shared/errors.js'
import type { ParameterValues } from '../../shared/parameters.js'
import { encodeJson, printShort } from '../rules/jsonText.js'
import { type Template, compileTemplate, renderText, renderValue } from '../rules/template.js'
import type { Output, Value } from '../rules/types.js'
import { bytesOf } from '../rules/value.js'

/** The parameters of republish, ready to be filled (emqx_rule_actions of EMQX 4.4). */
export interface RepublishTemplates {
  readonly topic: Template
  /** A value of its own, or a placeholder. */
  readonly qos: Value | Template
  readonly retain: Value | Template
  /** Undefined where the template is empty: then the whole output is sent, as JSON. */
  readonly payload: Template | undefined
}

/** What a rule's output becomes. */
export interface Republication {
  readonly topic: string
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
  readonly payload: Buffer
}

export function compileRepublish(params: ParameterValues): RepublishTemplates {
  const payload = String(params['payload_tmpl'] ?? '')
  return {
    topic: compileTemplate(String(params['target_topic'])),
    qos: valueOrTemplate(params['target_qos']),
    retain: valueOrTemplate(params['target_retain']),
    payload: payload === '' ? undefined : compileTemplate(payload)
  }
}

function valueOrTemplate(parameter: string | number | boolean | undefined): Value | Template {
  if (typeof parameter === 'string' && parameter.startsWith('${')) return compileTemplate(parameter)
  return typeof parameter === 'number' ? BigInt(parameter) : parameter
}

/**
 * Fills the templates. `original` is the QoS of the event, which -1 stands for.
 * Throws `republish_invalid` for what is no topic, QoS or flag, and `rule_evaluation` for what has no text.
 */
export function renderRepublish(templates: RepublishTemplates, output: Output, original: 0 | 1 | 2): Republication {
  const payload = templates.payload === undefined ? encodeJson(output.toMap()) : renderText(templates.payload, output)
  return {
    topic: topicOf(renderText(templates.topic, output)),
    qos: qosOf(filled(templates.qos, output), original),
    retain: retainOf(filled(templates.retain, output)),
    payload: bytesOf(payload) ?? Buffer.alloc(0)
  }
}

function filled(parameter: Value | Template, output: Output): Value {
  return isTemplate(parameter) ? renderValue(parameter, output) : parameter
}

function isTemplate(parameter: Value | Template): parameter is Template {
  return Array.isArray(parameter)
}

function topicOf(text: string | Uint8Array): string {
  if (typeof text !== 'string') return invalid('the topic is no text')
  if (text === '' || /[+#\0]/.test(text)) return invalid(`${JSON.stringify(text)} is no topic name`)
  if (text.startsWith('$SYS/')) return invalid("topics below $SYS/ are the broker's own")
  return Buffer.byteLength(text) <= 65_535 ? text : invalid('the topic is longer than 65,535 bytes')
}

function qosOf(value: Value, original: 0 | 1 | 2): 0 | 1 | 2 {
  switch (value) {
    case 0n:
    case '0':
      return 0
    case 1n:
    case '1':
      return 1
    case 2n:
    case '2':
      return 2
    case -1n:
    case '-1':
      return original
    default:
      return invalid(`bad_qos: ${printShort(value)}`)
  }
}

function retainOf(value: Value): boolean {
  if (value === true || value === 'true' || value === 1n || value === '1') return true
  if (value === false || value === 'false' || value === 0n || value === '0') return false
  return invalid(`bad_retain: ${printShort(value)}`)
}

function invalid(reason: string): never {
  throw new AppError('republish_invalid', { reason })
}
