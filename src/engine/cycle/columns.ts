import { AppError } from '../../shared/errors.js'
import { Message } from '../message.js'
import type { Output } from '../rules/types.js'
import { bytesOf, integerOf, textOf } from '../rules/value.js'

/**
 * What an action saves is what the rule selected, as in EMQX: with `SELECT *` that is the message itself, and then no
 * second one is made. An AppError where a column holds what cannot be saved.
 */
export function messageOfOutput(output: Output, message: Message): Message | AppError {
  if (output.isEvent) return message
  const id = textOf(output.get('id'))
  const topic = textOf(output.get('topic'))
  const from = textOf(output.get('clientid'))
  const payloadColumn = output.get('payload')
  const qos = integerOf(output.get('qos'))
  if (
    id === message.id &&
    topic === message.topic &&
    from === message.from &&
    payloadColumn === message.payload &&
    qos === message.qos
  ) {
    return message
  }
  const payload = bytesOf(payloadColumn)
  const timestamp = integerOf(output.get('publish_received_at'))
  if (id === undefined || topic === undefined) return unfit('topic')
  if (payload === undefined) return unfit('payload')
  if (qos !== 0 && qos !== 1 && qos !== 2) return unfit('qos')
  if (timestamp === undefined) return unfit('publish_received_at')
  return new Message(id, topic, from ?? '', message.username, message.peerhost, qos, message.retain, payload, timestamp)
}

function unfit(column: string): AppError {
  return new AppError('message_refused', { reason: column })
}
