// @vitest-environment happy-dom
import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { startTexts } from '../../../src/renderer/app/texts.js'
import { reasonText } from '../../../src/renderer/timeline/reasonText.js'

beforeAll(startTexts)

test('a reason is a whole sentence, with what differs from case to case', () => {
  const sender = { reason: 'message_sender_too_long', data: { length: 231, most: 64 } } as const
  expect(reasonText(sender, i18next.t)).toContain('has 231 characters; this store takes at most 64')
  expect(reasonText({ reason: 'qos0' }, i18next.t)).toBe('QoS 0 is not stored')
  expect(reasonText({}, i18next.t)).toBeUndefined()
})
