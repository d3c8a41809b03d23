import type { Life } from '../../shared/life.js'
import { base64Of, utf8 } from '../parts/payload.js'

export const exportFormats = ['json', 'ndjson', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The messages as a text file; times are ISO 8601 in UTC, a payload that is no UTF-8 is Base64 with a name of its own. */
export function exportLives(lives: readonly Life[], format: ExportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(lives.map(recordOf), null, 2)}\n`
    case 'ndjson':
      return lives.map((life) => `${JSON.stringify(recordOf(life))}\n`).join('')
    case 'csv':
      return [csvColumns, ...lives.flatMap(csvLines)].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
  }
}

function recordOf(life: Life) {
  const { id, topic, from, qos, retain, size } = life
  const steps = life.steps.map(({ at, ...step }) => ({ at: isoTime(at), ...step }))
  return { id, at: isoTime(life.at), topic, from, qos, retain, size, ...payloadOf(life), steps }
}

/** Only the beginning of a long payload is known here; `size` tells how long it is. */
function payloadOf({ preview }: Life): { readonly payload: string } | { readonly payload_base64: string } {
  const text = utf8(preview)
  return text === undefined ? { payload_base64: base64Of(preview) } : { payload: text }
}

const csvColumns = ['id', 'topic', 'from', 'qos', 'retain', 'size', 'payload', 'step', 'at', 'by', 'reason', 'detail']

/** A line a step. */
function csvLines(life: Life): readonly (readonly string[])[] {
  const payload = utf8(life.preview) ?? base64Of(life.preview)
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

/**
 * RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it: payloads come from anybody.
 */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function isoTime(at: number): string {
  return new Date(at).toISOString()
}
