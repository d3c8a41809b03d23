import type { Cell } from '../../shared/contract.js'
import { previewOf } from '../parts/payload.js'

const shownBytes = 200

/** A value of a store on one line. */
export function cellText(cell: Cell): string {
  if (cell === null) return 'NULL'
  return cell instanceof Uint8Array ? previewOf(cell.subarray(0, shownBytes), cell.length) : String(cell)
}
