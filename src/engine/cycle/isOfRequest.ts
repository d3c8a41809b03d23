import type { AppError } from '../../shared/errors.js'

/**
 * Whether the error speaks of what was asked for rather than of the store: one that is away, full or read-only takes
 * the same request later.
 */
export function isOfRequest({ code }: AppError): boolean {
  return code === 'store_statement_failed' || code === 'internal'
}
