import { describe, expect, test } from 'vitest'
import { exportLives } from '../../../src/renderer/timeline/exportLives.js'
import type { Life } from '../../../src/shared/life.js'

function life(id: string, preview: Uint8Array): Life {
  const steps: Life['steps'] = [
    { step: 'published', at: 0, by: 'p' },
    { step: 'not_saved', at: 1500, reason: 'qos0' }
  ]
  return { id, topic: 't/1', from: 'p', qos: 0, retain: false, preview, size: preview.length, at: 0, steps }
}

const text = life('A', new TextEncoder().encode('say "hi", you'))
const bytes = life('B', Uint8Array.of(0xff, 0))
const formula = life('C', new TextEncoder().encode('=1+1'))

describe('the timeline as a file', () => {
  test('JSON has every message with its steps and times', () => {
    expect(JSON.parse(exportLives([text, bytes], 'json'))).toMatchObject([
      {
        id: 'A',
        at: '1970-01-01T00:00:00.000Z',
        payload: 'say "hi", you',
        steps: [{ step: 'published' }, { step: 'not_saved', at: '1970-01-01T00:00:01.500Z', reason: 'qos0' }]
      },
      { id: 'B', payload_base64: '/wA=' }
    ])
  })

  test('NDJSON is one message a line', () => {
    const lines = exportLives([text, bytes], 'ndjson').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['A', 'B'])
  })

  test('CSV is one step a line, with quotes where they are needed', () => {
    const lines = exportLives([text], 'csv').split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toBe('A,t/1,p,0,false,13,"say ""hi"", you",published,1970-01-01T00:00:00.000Z,p,,')
  })

  test('a payload is no formula for a spreadsheet', () => {
    expect(exportLives([formula], 'csv')).toContain("'=1+1")
  })

  test('nothing is an empty list', () => {
    expect(exportLives([], 'json')).toBe('[]\n')
    expect(exportLives([], 'ndjson')).toBe('')
  })
})
