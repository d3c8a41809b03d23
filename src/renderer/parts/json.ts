import { isLosslessNumber, parse } from 'lossless-json'

/** JSON as it was written: `1` and `1.0` stay two numbers, and whole numbers of any size stay what they are. */
export type Json =
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Json])[] }
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number' | 'word'; readonly text: string }

/** undefined where the text is no JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return jsonOf(parse(text))
  } catch {
    return undefined
  }
}

function jsonOf(value: unknown): Json {
  if (typeof value === 'string') return { kind: 'text', text: value }
  if (isLosslessNumber(value)) return { kind: 'number', text: value.value }
  if (Array.isArray(value)) return { kind: 'list', items: value.map(jsonOf) }
  if (typeof value !== 'object' || value === null) return { kind: 'word', text: String(value) }
  return { kind: 'object', members: Object.entries(value).map(([key, member]) => [key, jsonOf(member)]) }
}

/** As text again, on lines; texts in quotes. */
export function printJson(json: Json, indent = ''): string {
  const inner = `${indent}  `
  switch (json.kind) {
    case 'text':
      return JSON.stringify(json.text)
    case 'number':
    case 'word':
      return json.text
    case 'list':
      return enclosed(
        '[',
        json.items.map((item) => printJson(item, inner)),
        ']',
        indent
      )
    case 'object':
      return enclosed(
        '{',
        json.members.map(([key, member]) => `${JSON.stringify(key)}: ${printJson(member, inner)}`),
        '}',
        indent
      )
  }
}

function enclosed(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return `${open}${close}`
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`
}
