import type { AppError } from '../../shared/errors.js'

/** So often what is asked for is sent while the store answers, before the server's own refusal of it counts as final. */
export const mostRefusals = 3

/**
 * Whether the error speaks of what was asked for rather than of the store: one that is away, full or read-only takes
 * the same request later.
 */
export function isOfRequest({ code }: AppError): boolean {
  return code === 'store_statement_failed' || code === 'internal'
}
