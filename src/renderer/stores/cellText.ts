import type { Cell } from '../../shared/storeLook.js'
import { hexOf, previewOf, utf8 } from '../parts/payload.js'

const shownBytes = 200

/** A value of a store on one line. */
export function cellText(cell: Cell): string {
  if (cell === null) return 'NULL'
  return cell instanceof Uint8Array ? previewOf(cell.subarray(0, shownBytes), cell.length) : String(cell)
}

/** All of a value, to be read and copied. */
export function wholeCell(cell: Cell): string {
  if (cell === null) return 'NULL'
  return cell instanceof Uint8Array ? (utf8(cell) ?? hexOf(cell)) : String(cell)
}
