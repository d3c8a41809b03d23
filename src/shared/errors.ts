/**
 * Every failure that the product can tell a person about, as a closed set of codes.
 * The sentences live in `locales/<language>/error.json`, one entry per code; a code carries only data.
 */
export const errorCodes = [
  'internal',
  'config_unreadable',
  'config_invalid',
  'listener_port_in_use',
  'listener_not_permitted',
  'listener_failed',
  'listener_file_unreadable',
  'listener_certificate_invalid',
  'listener_certificate_expired',
  'listener_key_invalid',
  'listener_key_mismatch',
  'listener_plain_missing',
  'certificate_unwritable',
  'broker_not_running',
  'client_connect_failed',
  'client_refused',
  'client_login_refused',
  'client_tls_failed',
  'client_offline',
  'client_away',
  'client_unknown',
  'connection_unknown',
  'connection_invalid',
  'connection_in_use',
  'too_many',
  'subscribe_refused',
  'publish_failed',
  'publication_too_large',
  'payload_invalid',
  'rule_syntax',
  'rule_evaluation',
  'rule_unknown',
  'rule_id_taken',
  'rule_columns_missing',
  'action_unknown',
  'action_param_invalid',
  'action_event_unfit',
  'republish_loop',
  'republish_invalid',
  'republish_overflow',
  'resource_unknown',
  'resource_id_taken',
  'resource_type_unknown',
  'resource_type_mismatch',
  'resource_param_invalid',
  'resource_in_use',
  'resource_disabled',
  'resource_read_only',
  'store_unreachable',
  'store_refused_login',
  'store_database_missing',
  'store_table_missing',
  'store_shape_differs',
  'store_read_only',
  'store_timeout',
  'store_full',
  'store_statement_failed',
  'store_certificate',
  'store_closed',
  'store_in_use',
  'store_index_left',
  'message_topic_too_long',
  'message_sender_too_long',
  'message_payload_too_large',
  'message_refused',
  'message_qos0',
  'message_unknown',
  'save_timeout',
  'console_write_refused',
  'console_statement_unknown',
  'server_missing',
  'server_start_failed',
  'scenario_step_failed',
  'scenario_unknown',
  'scenario_running',
  'workspace_unreadable',
  'workspace_unwritable',
  'workspace_invalid',
  'call_invalid',
  'call_refused',
  'call_cancelled',
  'update_feed_missing',
  'update_failed',
  'feature_unavailable'
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What fills the placeholders of a sentence. Never a secret. */
export type ErrorData = Readonly<Record<string, string | number>>

/** The form in which an error crosses a border (IPC, `--json`, the log). */
export interface ErrorInfo {
  readonly code: ErrorCode
  readonly data: ErrorData
  /** The other side's own words (a server, the operating system), shown under "details". */
  readonly detail?: string | undefined
}

export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly code: ErrorCode,
    readonly data: ErrorData = {},
    options?: { readonly cause?: unknown }
  ) {
    super(describe(code, data), options)
  }

  toInfo(): ErrorInfo {
    const detail = this.cause === undefined ? undefined : wordsOf(this.cause)
    return detail === undefined ? { code: this.code, data: this.data } : { code: this.code, data: this.data, detail }
  }

  /** Any thrown value as an AppError: itself, or `internal` with the value as its cause. */
  static from(value: unknown): AppError {
    return value instanceof AppError ? value : new AppError('internal', { reason: wordsOf(value) }, { cause: value })
  }

  static fromInfo(info: ErrorInfo): AppError {
    return new AppError(info.code, info.data, info.detail === undefined ? undefined : { cause: info.detail })
  }
}

function describe(code: ErrorCode, data: ErrorData): string {
  const parts = Object.entries(data).map(([key, value]) => `${key}=${String(value)}`)
  return parts.length === 0 ? code : `${code} (${parts.join(', ')})`
}

/** The words of anything thrown; drivers throw AggregateErrors whose own message is empty. */
export function wordsOf(value: unknown): string {
  if (value instanceof AggregateError && value.message === '') return value.errors.map(wordsOf).join('; ')
  return value instanceof Error ? value.message : String(value)
}

export function assertNever(value: never, reason: string): never {
  throw new AppError('internal', { reason: `${reason}: ${String(value)}` })
}
