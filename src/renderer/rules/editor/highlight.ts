import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { functionSignatures } from '../../../rulesql/functions.js'
import { tokenize } from '../../../rulesql/lexer.js'
import type { Token } from '../../../rulesql/tokens.js'

/** Colours the statement by the very tokens that the parser reads. */
export const highlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet

    constructor(view: EditorView) {
      this.decorations = decorationsOf(view.state.doc.toString())
    }

    update({ docChanged, state }: ViewUpdate): void {
      if (docChanged) this.decorations = decorationsOf(state.doc.toString())
    }
  },
  { decorations: ({ decorations }) => decorations }
)

function decorationsOf(source: string): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const tokens = tokenize(source)
  for (const [at, token] of tokens.entries()) {
    const tone = toneOf(token, tokens[at + 1])
    if (tone !== undefined) builder.add(token.from, token.to, marks[tone])
  }
  return builder.finish()
}

const tones = ['keyword', 'function', 'text', 'name', 'number', 'sign', 'comment', 'invalid'] as const
type Tone = (typeof tones)[number]

const marks = Object.fromEntries(
  tones.map((tone) => [tone, Decoration.mark({ attributes: { 'data-code': tone } })])
) as Record<Tone, Decoration>

function toneOf(token: Token, next: Token | undefined): Tone | undefined {
  switch (token.kind) {
    case 'keyword':
    case 'comment':
    case 'text':
    case 'invalid':
      return token.kind
    case 'integer':
    case 'float':
    case 'range':
      return 'number'
    case 'operator':
    case 'comparison':
      return 'sign'
    case 'name':
      if (token.quoted) return 'name'
      if (token.name === 'true' || token.name === 'false') return 'number'
      return isCalled(next) && functionSignatures.has(token.name) ? 'function' : undefined
    case 'punctuation':
    case 'end':
      return undefined
  }
}

function isCalled(next: Token | undefined): boolean {
  return next?.kind === 'punctuation' && next.mark === '('
}
