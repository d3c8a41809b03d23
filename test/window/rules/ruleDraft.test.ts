import { describe, expect, test } from 'vitest'
import { lintContextOf } from '../../../src/renderer/rules/ruleDraft.js'

describe('what actions ask of a statement', () => {
  test('an offline action needs what it saves, also where it stands in for another', () => {
    const offline = { name: 'offline_msg_to_pgsql', params: {}, fallbacks: [] } as const
    for (const actions of [[offline], [{ name: 'do_nothing', params: {}, fallbacks: [offline] } as const]]) {
      const { savesMessages, neededColumns } = lintContextOf(actions, [])
      expect(savesMessages).toBe(true)
      expect(neededColumns).toContain('publish_received_at')
    }
  })

  test('republish needs what its templates name, their defaults too', () => {
    const params = { target_topic: 'r/${payload.place.id}/${ clientid}', target_qos: '${qos}' }
    const { savesMessages, neededColumns } = lintContextOf([{ name: 'republish', params, fallbacks: [] }], [])
    expect(savesMessages).toBe(false)
    expect(neededColumns).toEqual(['payload', ' clientid', 'qos'])
  })

  test('other actions need nothing', () => {
    expect(lintContextOf([{ name: 'inspect', params: {}, fallbacks: [] }], []).neededColumns).toEqual([])
  })
})
