import type { ErrorCode, ErrorInfo } from '../../shared/errors.js'
import { callEngine, callHost } from './engine.js'
import { type PageName, pageStore } from './pageStore.js'

type RemedyLabel =
  | 'remedy.openResource'
  | 'remedy.openSettings'
  | 'remedy.openRules'
  | 'remedy.openLog'
  | 'remedy.restartBroker'
  | 'remedy.openFolder'

interface Remedy {
  /** The key of the button's text. */
  readonly label: RemedyLabel
  /** Where it leads; there it is of no use. */
  readonly page?: PageName
  readonly run: () => void
}

const openSettings = leadTo('settings', 'remedy.openSettings')
const openRules = leadTo('rules', 'remedy.openRules')
const openLog = leadTo('log', 'remedy.openLog')
const restartBroker: Remedy = {
  label: 'remedy.restartBroker',
  // Whether it worked shows in the listeners' state.
  run: () => void callEngine('broker.restart', undefined).catch(() => undefined)
}
const openFolder: Remedy = {
  label: 'remedy.openFolder',
  run: () => void callHost('folder.open', undefined).catch(() => undefined)
}

const general: Partial<Record<ErrorCode, Remedy>> = {
  listener_port_in_use: openSettings,
  listener_not_permitted: openSettings,
  listener_failed: openSettings,
  listener_file_unreadable: openSettings,
  listener_certificate_invalid: openSettings,
  listener_certificate_expired: openSettings,
  listener_key_invalid: openSettings,
  listener_key_mismatch: openSettings,
  listener_plain_missing: openSettings,
  publish_failed: openLog,
  publication_too_large: openSettings,
  broker_not_running: restartBroker,
  resource_in_use: openRules,
  certificate_unwritable: openFolder,
  workspace_unreadable: openFolder,
  workspace_unwritable: openFolder
}

const needsResource: ReadonlySet<ErrorCode> = new Set([
  'store_unreachable',
  'store_refused_login',
  'store_database_missing',
  'store_table_missing',
  'store_shape_differs',
  'store_certificate'
])

/** The button that leads to where an error can be mended; undefined where there is no such place. */
export function remedyFor(error: ErrorInfo, resourceId: string | undefined): Remedy | undefined {
  if (resourceId === undefined || !needsResource.has(error.code)) return general[error.code]
  return { label: 'remedy.openResource', run: () => pageStore.getState().open('resources', { resourceId }) }
}

function leadTo(page: PageName, label: RemedyLabel): Remedy {
  return { label, page, run: () => pageStore.getState().open(page) }
}
