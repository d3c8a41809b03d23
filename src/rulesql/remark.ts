import type { SqlDiagnostic } from '../shared/contract.js'
import type { TextRange } from './tree.js'

/** What else is known of the rule. */
export interface LintContext {
  /** Top-level columns that its actions read from the output. */
  readonly neededColumns?: readonly string[]
  /** It has an action that saves messages. */
  readonly savesMessages?: boolean
  /** Topics that were published to, with the highest QoS of each. */
  readonly seen?: readonly SeenTopic[]
}

export interface SeenTopic {
  readonly topic: string
  readonly qos: number
}

/** Something about a piece of a statement. */
export interface Remark {
  readonly code: RemarkCode
  readonly range: TextRange | undefined
  readonly data?: SqlDiagnostic['data']
}

/** Each has its sentence in the locale files, `rules:lint.<code>`. */
export type RemarkCode =
  | 'exponent_is_name'
  | 'not_in_fails'
  | 'not_fails'
  | 'quotes_stay_double'
  | 'quotes_trimmed'
  | 'columns_missing'
  | 'qos0_not_saved'
  | 'qos0_seen'
  | 'qos_never'
  | 'filter_never_matches'
  | 'filter_never_published'
  | 'filter_not_equal'
  | 'filter_invalid'
  | 'filter_unheard'
  | 'event_unknown'
  | 'sides_swapped'
  | 'operator_fails'
  | 'condition_is_value'
  | 'condition_is_named'
  | 'sign_needs_name'
  | 'function_unknown'
  | 'function_arguments'
  | 'null_is_name'
  | 'name_is_text'
  | 'atom_never_equal'
  | 'index_zero'
  | 'column_unknown'
  | 'comment_needs_newline'
