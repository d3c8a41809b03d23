import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import type { Push } from '../../shared/contract.js'
import { rulesStore } from '../rules/rulesStore.js'
import { lessonsIn } from './lessons.js'

/** Explains a warning of the chapters when a person runs into it: once in this window's life, until it is closed. */
export function noticeLessons(push: Push): void {
  for (const lesson of new Set(lessonsIn(push, rulesStore.getState().rules))) {
    const key = `lesson-${lesson}`
    if (localStorage.getItem(key) !== null) continue
    localStorage.setItem(key, 'told')
    notifications.show({
      id: key,
      title: i18next.t(`guide.lessons.${lesson}.title`),
      message: i18next.t(`guide.lessons.${lesson}.text`),
      color: 'yellow',
      autoClose: false,
      closeButtonProps: { 'aria-label': i18next.t('common.close') }
    })
  }
}
