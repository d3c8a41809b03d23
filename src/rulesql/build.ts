import type { Cursor } from './cursor.js'
import { type Node, located } from './tree.js'

const heights = new WeakMap<Node, number>()
const highest = 400

/** Makes a node that holds others, and refuses a tree that is too high to be walked. */
export function build<N extends Node>(cursor: Cursor, node: N, from: number, ...children: readonly Node[]): N {
  const height = 1 + Math.max(0, ...children.map((child) => heights.get(child) ?? 0))
  if (height > highest) cursor.tooDeep()
  heights.set(node, height)
  return located(node, from, cursor.readTo)
}
