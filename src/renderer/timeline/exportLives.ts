import type { Life } from '../../shared/life.js'
import { type ExportFormat, isoTime, payloadCell, payloadRecord, writeRecords } from '../parts/records.js'

/** The messages as a text file. Only the beginning of a long payload is known here; `size` tells how long it is. */
export function exportLives(lives: readonly Life[], format: ExportFormat): string {
  return writeRecords({ records: lives.map(lifeRecord), lines: [csvColumns, ...lives.flatMap(csvLines)] }, format)
}

/** A message as JSON has it, also on the clipboard. */
export function lifeRecord(life: Life) {
  const { id, topic, from, qos, retain, size } = life
  const steps = life.steps.map(({ at, ...step }) => ({ at: isoTime(at), ...step }))
  return { id, at: isoTime(life.at), topic, from, qos, retain, size, ...payloadRecord(life.preview), steps }
}

const csvColumns = ['id', 'topic', 'from', 'qos', 'retain', 'size', 'payload', 'step', 'at', 'by', 'reason', 'detail']

/** A line a step. */
function csvLines(life: Life): readonly (readonly string[])[] {
  const payload = payloadCell(life.preview)
  const message = [life.id, life.topic, life.from, String(life.qos), String(life.retain), String(life.size), payload]
  return life.steps.map(({ step, at, by = '', reason = '', detail = '' }) => [
    ...message,
    step,
    isoTime(at),
    by,
    reason,
    detail
  ])
}
