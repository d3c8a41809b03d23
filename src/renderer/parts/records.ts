import { base64Of, utf8 } from './payload.js'

export const exportFormats = ['json', 'ndjson', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What is written to a file: a record each for JSON, and lines of cells, the first the head, for CSV. */
export interface Records {
  readonly records: readonly object[]
  readonly lines: readonly (readonly string[])[]
}

export function writeRecords({ records, lines }: Records, format: ExportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(records, null, 2)}\n`
    case 'ndjson':
      return records.map((record) => `${JSON.stringify(record)}\n`).join('')
    case 'csv':
      return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
  }
}

/** A payload in a record; one that is no UTF-8 is Base64 with a name of its own. */
export function payloadRecord(bytes: Uint8Array): { readonly payload: string } | { readonly payload_base64: string } {
  const text = utf8(bytes)
  return text === undefined ? { payload_base64: base64Of(bytes) } : { payload: text }
}

/** A payload in a cell. */
export function payloadCell(bytes: Uint8Array): string {
  return utf8(bytes) ?? base64Of(bytes)
}

/** ISO 8601 in UTC. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

/**
 * RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it: payloads come from anybody.
 */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
