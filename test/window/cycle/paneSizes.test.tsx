// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow, prepareWindows } from '../openWindow.js'

prepareWindows()

const panes = [
  { name: 'Width of the publisher', orientation: 'vertical', usual: 23, grow: '{ArrowRight}', shrink: '{ArrowLeft}' },
  { name: 'Width of the subscribers', orientation: 'vertical', usual: 26, grow: '{ArrowLeft}', shrink: '{ArrowRight}' },
  { name: 'Height of the timeline', orientation: 'horizontal', usual: 34, grow: '{ArrowUp}', shrink: '{ArrowDown}' }
] as const

for (const { name, orientation, usual, grow, shrink } of panes) {
  test(`${name}: by the arrow keys, within bounds, remembered, and as usual again`, async () => {
    const { user } = openWindow()
    const splitter = await screen.findByRole('separator', { name })
    const size = (): number => Number(splitter.getAttribute('aria-valuenow'))
    expect(splitter.getAttribute('aria-orientation')).toBe(orientation)
    expect(size()).toBe(usual)
    splitter.focus()
    await user.keyboard(grow)
    expect(size()).toBe(usual + 2)
    await user.keyboard(`${shrink}${shrink}`)
    expect(size()).toBe(usual - 2)
    await user.keyboard(`{End}${grow}`)
    expect(size()).toBe(Number(splitter.getAttribute('aria-valuemax')))

    const chosen = size()
    cleanup()
    openWindow()
    const again = await screen.findByRole('separator', { name })
    expect(again.getAttribute('aria-valuenow')).toBe(String(chosen))
    await user.dblClick(again)
    expect(again.getAttribute('aria-valuenow')).toBe(String(usual))
    cleanup()
    openWindow()
    expect((await screen.findByRole('separator', { name })).getAttribute('aria-valuenow')).toBe(String(usual))
  })
}
