import { AppError, type ErrorData } from '../../shared/errors.js'

/** A column's name and its type as the server writes it. */
export type Column = readonly [name: string, type: string]

/**
 * Compares the columns of a table with those it has to have, in whatever order. Throws `store_shape_differs` with each
 * difference as `name: found ≠ expected`, a dash where there is none.
 */
export function checkShape(found: readonly Column[], expected: readonly Column[], place: ErrorData): void {
  const types = new Map(found)
  const differences: string[] = []
  for (const [name, type] of expected) {
    const actual = types.get(name)
    if (actual !== type) differences.push(`${name}: ${actual ?? '–'} ≠ ${type}`)
    types.delete(name)
  }
  for (const [name, type] of types) differences.push(`${name}: ${type} ≠ –`)
  if (differences.length > 0) {
    throw new AppError('store_shape_differs', { ...place, difference: differences.join('; ') })
  }
}
