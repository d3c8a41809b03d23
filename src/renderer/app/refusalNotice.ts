import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import type { BrokerState } from '../../shared/contract.js'

/** A client that speaks another version cannot know why it fails: the person in front of the window is told. */
export function noticeRefusals(before: BrokerState, after: BrokerState): void {
  if (after.refused.version <= before.refused.version) return
  notifications.show({
    // One notice, however often the client tries.
    id: 'version-refused',
    title: i18next.t('header.versionRefused'),
    message: i18next.t('header.versionRefusedNote'),
    color: 'yellow',
    autoClose: 30_000,
    closeButtonProps: { 'aria-label': i18next.t('common.close') }
  })
}
