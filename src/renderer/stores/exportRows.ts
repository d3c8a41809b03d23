import type { Cell } from '../../shared/storeLook.js'
import { base64Of, utf8 } from '../parts/payload.js'
import { type ExportFormat, writeRecords } from '../parts/records.js'

type Cells = readonly Cell[]

/** Rows of a store, or of an answer of its console, as a text file. */
export function exportRows(columns: readonly string[], rows: readonly Cells[], format: ExportFormat): string {
  const records = rows.map((cells) => rowRecord(columns, cells))
  const lines = rows.map((cells) => cells.map((cell) => (cell === null ? '' : String(plain(cell)))))
  return writeRecords({ records, lines: [columns, ...lines] }, format)
}

/** A row as JSON has it. */
export function rowRecord(columns: readonly string[], cells: Cells): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(columns.map((name, index) => [name, plain(cells[index] ?? null)]))
}

function plain(cell: Cell): string | number | null {
  return cell instanceof Uint8Array ? (utf8(cell) ?? base64Of(cell)) : cell
}
