import type { ComparisonOperator } from '../../rulesql/tokens.js'
import { numberOfText } from './number.js'
import { compareTerms, equal, identical } from './order.js'
import { type Term, atomName, fail, isBinary, isList, isNumber, normal } from './term.js'
import { type TopicMatcher, topicMatcher } from './topicFilter.js'

/** A comparison of two values as EMQX 4.4.8 and later does it. Throws `rule_evaluation`. */
export function compare(operator: ComparisonOperator, left: Term, right: Term): boolean {
  const [a, b] = converted(normal(left), normal(right))
  switch (operator) {
    case '=':
      return equal(a, b)
    case '!=':
    case '<>':
      return !equal(a, b)
    case '<':
      return areDefined(a, b) && compareTerms(a, b) < 0
    case '>':
      return areDefined(a, b) && compareTerms(a, b) > 0
    case '<=':
      return equal(a, b) || (areDefined(a, b) && compareTerms(a, b) < 0)
    case '>=':
      return equal(a, b) || (areDefined(a, b) && compareTerms(a, b) > 0)
    case '=~':
      return topicMatches(a, b)
    case '~=':
      // A token of the grammar that nothing evaluates.
      return fail('function_clause')
  }
}

function areDefined(left: Term, right: Term): boolean {
  return left !== undefined && right !== undefined
}

/** Text beside a number is read as a number, an atom beside text is its name; undefined stays as it is. */
function converted(left: Term, right: Term): readonly [Term, Term] {
  if (left === undefined || right === undefined) return [left, right]
  if (isNumber(left) && isBinary(right)) return [left, numberOf(right)]
  if (isBinary(left) && isNumber(right)) return [numberOf(left), right]
  if (isBinary(right)) return [atomName(left) ?? left, right]
  return isBinary(left) ? [left, atomName(right) ?? right] : [left, right]
}

function numberOf(binary: string | Uint8Array): bigint | number {
  return typeof binary === 'string' ? numberOfText(binary) : fail('badarg')
}

function topicMatches(topic: Term, filter: Term): boolean {
  if (topic === undefined || filter === undefined) return topic === filter
  if (isBinary(topic) && isBinary(filter)) return topicMatcher(levelsOf(filter))(levelsOf(topic))
  // EMQX takes lists for levels that are apart already.
  return isList(topic) && isList(filter) ? identical(topic, filter) : fail('function_clause')
}

/** `=~` with a constant filter: what is left to do is done once. */
export function topicTest(filter: string): (topic: Term) => boolean {
  const matches: TopicMatcher = topicMatcher(filter)
  return (topic) => {
    if (typeof topic === 'string') return matches(topic)
    const [name] = converted(normal(topic), filter)
    if (name === undefined) return false
    return isBinary(name) ? matches(levelsOf(name)) : fail('function_clause')
  }
}

/** Bytes that are no text can only be compared level by level; any one-to-one reading of them serves. */
function levelsOf(binary: string | Uint8Array): string {
  return typeof binary === 'string' ? binary : Buffer.from(binary).toString('latin1')
}
