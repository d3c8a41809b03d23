// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { selectAllWithin } from '../../../src/renderer/app/selectAll.js'

function inPage(html: string): Element {
  document.body.innerHTML = `<p>around</p>${html}`
  const inside = document.querySelector('#here')
  if (inside === null) throw new Error('no element')
  return inside
}

test.each([
  '<input id="here">',
  '<textarea id="here"></textarea>',
  '<div contenteditable="true"><i id="here"></i></div>'
])('what is in a field is marked by the browser: %s', (html) => {
  expect(selectAllWithin(inPage(html))).toBe('by the browser')
})

test.each(['<button id="here">a</button>', '<input type="checkbox" id="here">', '<p id="here">text</p>'])(
  'elsewhere nothing is marked: %s',
  (html) => {
    expect(selectAllWithin(inPage(html))).toBe('done')
    expect(window.getSelection()?.toString()).toBe('')
  }
)

test('what is meant to be copied is marked by itself', () => {
  expect(selectAllWithin(inPage('<pre data-copied><b id="here">the</b> payload</pre>'))).toBe('done')
  expect(window.getSelection()?.toString()).toBe('the payload')
})
