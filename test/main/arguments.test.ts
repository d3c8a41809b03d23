import { describe, expect, it } from 'vitest'
import { purposeOf } from '../../src/main/arguments.js'

describe('what the program was called for', () => {
  it('is a command when the first word is one', () => {
    expect(purposeOf(['serve', '--config', 'a.json'], false)).toEqual({
      kind: 'command',
      args: ['serve', '--config', 'a.json']
    })
    expect(purposeOf(['--no-sandbox', 'rule-test', '--sql', 'SELECT 1'], false)).toEqual({
      kind: 'command',
      args: ['rule-test', '--sql', 'SELECT 1']
    })
    expect(purposeOf(['--version'], false)).toEqual({ kind: 'command', args: ['--version'] })
    expect(purposeOf(['help', 'serve'], false)).toEqual({ kind: 'command', args: ['help', 'serve'] })
  })

  it('is the window otherwise, with the files that were named', () => {
    expect(purposeOf([], false)).toEqual({ kind: 'window', files: [] })
    expect(purposeOf(['--disable-gpu', '/home/me/serve/a.mqttworkspace'], false)).toEqual({
      kind: 'window',
      files: ['/home/me/serve/a.mqttworkspace']
    })
  })

  it('does not take the app itself for a file where Electron was given its folder', () => {
    expect(purposeOf(['--no-sandbox', '.'], true)).toEqual({ kind: 'window', files: [] })
    expect(purposeOf(['--no-sandbox', '.', 'serve', '--config', 'a'], true)).toEqual({
      kind: 'command',
      args: ['serve', '--config', 'a']
    })
    expect(purposeOf(['.', '--lang=en', 'a.mqttscenario'], true)).toEqual({ kind: 'window', files: ['a.mqttscenario'] })
  })
})
