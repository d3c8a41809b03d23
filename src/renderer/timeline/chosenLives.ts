import type { Life } from '../../shared/life.js'
import { previewOf } from '../parts/payload.js'
import { type FilterName, standingOf } from './phases.js'

/** What the head of the timeline asks for. */
export interface Choice {
  readonly search: string
  readonly filter: FilterName
}

/** What is searched of a message; most are asked for again at every key. */
const texts = new WeakMap<Uint8Array, string>()

export function chosenLives(lives: readonly Life[], { search, filter }: Choice): readonly Life[] {
  const text = search.trim().toLowerCase()
  if (text === '' && filter === 'all') return lives
  return lives.filter((life) => (filter === 'all' || standingOf(life) === filter) && textOf(life).includes(text))
}

function textOf(life: Life): string {
  const known = texts.get(life.preview)
  if (known !== undefined) return known
  const { topic, from, id, preview, size } = life
  const text = [topic, from, id, previewOf(preview, size)].join('\n').toLowerCase()
  texts.set(preview, text)
  return text
}
