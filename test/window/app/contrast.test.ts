import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../../src/renderer/app/tokens.css', import.meta.url), 'utf8')

function rolesUnder(selector: string): ReadonlyMap<string, string> {
  const from = css.indexOf(`${selector} {`)
  expect(from, selector).toBeGreaterThanOrEqual(0)
  const rule = css.slice(from, css.indexOf('}', from))
  return new Map([...rule.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', color = '']) => [name, color]))
}

const dark = rolesUnder(":root[data-mantine-color-scheme='dark']")
const themes = {
  light: rolesUnder(":root[data-mantine-color-scheme='light']"),
  dark,
  night: rolesUnder(":root[data-mantine-color-scheme='dark'][data-night]")
}

/** The light that a colour gives off, from 0 to 1, and the ratio of two, as WCAG 2 defines them. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const isText = (name: string): boolean => /^(ink|accent-ink$|step-|code-)/.test(name)
const isSurface = (name: string): boolean => /^surface-|-surface$|^flash$/.test(name)

describe.each(Object.entries(themes))('in %s colours', (_name, roles) => {
  test('every role has its colour', () => {
    expect([...roles.keys()]).toEqual([...dark.keys()])
  })

  test('every text can be read on every surface', () => {
    const faint = [...roles]
      .filter(([text]) => isText(text))
      .flatMap(([text, ink]) =>
        [...roles]
          .filter(([surface, ground]) => isSurface(surface) && contrast(ink, ground) < 4.5)
          .map(([surface, ground]) => `${text} on ${surface}: ${contrast(ink, ground).toFixed(2)}`)
      )
    expect(faint).toEqual([])
    expect(contrast(roles.get('bright') ?? '', roles.get('accent') ?? '')).toBeGreaterThan(4.5)
  })
})

test('night gives off less light than dark in every role', () => {
  const brighter = [...themes.night].filter(([name, color]) => luminance(color) > luminance(dark.get(name) ?? ''))
  expect(brighter).toEqual([])
})
