import type { TFunction } from 'i18next'
import type { Step } from '../../shared/life.js'
import { errorText } from '../app/texts.js'

/** Why a step did not lead on, in words; undefined where it did. */
export function reasonText({ reason, data = {} }: Pick<Step, 'reason' | 'data'>, t: TFunction): string | undefined {
  switch (reason) {
    case undefined:
      return undefined
    case 'qos0':
    case 'no_rule':
    case 'where_false':
    case 'rule_error':
    case 'qos0_delivery':
      return t(`reason.${reason}`)
    default:
      return errorText({ code: reason, data })
  }
}
