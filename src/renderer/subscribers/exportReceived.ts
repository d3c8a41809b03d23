import type { ReceivedMessage } from '../../shared/contract.js'
import { type ExportFormat, isoTime, payloadCell, payloadRecord, writeRecords } from '../parts/records.js'

/** The received messages as a text file. Only the beginning of a long payload is kept; `size` tells how long it was. */
export function exportReceived(messages: readonly ReceivedMessage[], format: ExportFormat): string {
  return writeRecords({ records: messages.map(receivedRecord), lines: [csvColumns, ...messages.map(csvLine)] }, format)
}

/** A received message as JSON has it, also on the clipboard. */
export function receivedRecord(message: ReceivedMessage) {
  const { at, topic, qos, retain, dup, acked, size, payload } = message
  return { at: isoTime(at), topic, qos, retain, dup, acked, size, ...payloadRecord(payload) }
}

const csvColumns = ['at', 'topic', 'qos', 'retain', 'dup', 'acked', 'size', 'payload']

function csvLine({ at, topic, qos, retain, dup, acked, size, payload }: ReceivedMessage): readonly string[] {
  return [isoTime(at), topic, ...[qos, retain, dup, acked, size].map(String), payloadCell(payload)]
}
