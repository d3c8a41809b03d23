import { type RuleEventName, eventOfSource, ruleEventNames, ruleEvents } from '../../../rulesql/events.js'
import { expectedAt } from '../../../rulesql/expectedAt.js'
import type { Expectation } from '../../../rulesql/expectation.js'
import { type FunctionName, functionSignatures } from '../../../rulesql/functions.js'
import { glance } from '../../../rulesql/glance.js'
import { comparisonOperators, isBareName, keywordOf } from '../../../rulesql/tokens.js'

/** One way to go on. `label` is what is inserted, and what the typed word is compared with. */
export type Proposal = { readonly label: string } & (
  | { readonly kind: 'keyword' | 'sign' | 'constant' | 'alias' | 'topic' }
  /** With the events of FROM that have it, where not all do. */
  | { readonly kind: 'column'; readonly events: readonly RuleEventName[] }
  | { readonly kind: 'event'; readonly event: RuleEventName }
  | { readonly kind: 'function'; readonly name: FunctionName; readonly parameters: string }
)

export interface Proposals {
  /** What is replaced, in UTF-16 units: the word at the place, with the closing quote that follows it. */
  readonly from: number
  readonly to: number
  readonly proposals: readonly Proposal[]
}

/** How a statement can go on at a place, by its grammar. `topics`: those that the broker has seen. */
export function proposalsAt(source: string, offset: number, topics: readonly string[]): Proposals {
  const { expected, word } = expectedAt(source, offset)
  const quote = /^['"]/.exec(word.text)?.[0]
  const isClosed = quote !== undefined && source.charAt(offset) === quote
  const { sources, aliases } = glance(source)
  const proposals = expected.flatMap((expectation): readonly Proposal[] => {
    switch (expectation) {
      case 'topic':
        return [...eventProposals(quote), ...topicProposals([...topics, ...topics.flatMap(filterAbove)], quote)]
      case 'value':
        if (quote === "'") return topicProposals([...sources.filter(isTopic), ...topics], quote)
        return quote === undefined ? valueProposals(sources, aliases) : []
      default:
        return quote === undefined ? wordProposals(expectation) : []
    }
  })
  return { from: word.from, to: isClosed ? offset + 1 : offset, proposals: distinct(proposals) }
}

function wordProposals(expectation: Expectation): readonly Proposal[] {
  if (keywordOf(expectation) !== undefined) return [{ kind: 'keyword', label: expectation }]
  switch (expectation) {
    case '*':
      return [{ kind: 'sign', label: '*' }]
    case 'comparison':
      // `~=` is read, but fails when the rule runs.
      return comparisonOperators.filter((sign) => sign !== '~=').map((label) => ({ kind: 'sign', label }))
    case 'operator':
      return ['div', 'mod'].map((label) => ({ kind: 'sign', label }))
    default:
      return []
  }
}

function valueProposals(sources: readonly string[], aliases: readonly string[]): readonly Proposal[] {
  const functions = [...functionSignatures.values()].map(({ name, signature }): Proposal => ({
    kind: 'function',
    label: name,
    name,
    parameters: signature.slice(name.length)
  }))
  const constants = ['true', 'false'].map((label): Proposal => ({ kind: 'constant', label }))
  const named = aliases.filter(isBareName).map((label): Proposal => ({ kind: 'alias', label }))
  return [...named, ...columnProposals(sources), ...functions, ...constants]
}

/** Before there is a FROM, a rule is most likely one of published messages. */
function columnProposals(sources: readonly string[]): readonly Proposal[] {
  const events = [...new Set(sources.map(eventOfSource))]
  const shown: readonly RuleEventName[] = events.length === 0 ? ['message.publish'] : events
  const columns = new Set<string>(shown.flatMap((event) => ruleEvents[event].columns))
  return [...columns].map((label) => {
    const having = shown.filter((event) => ruleEvents[event].columns.includes(label))
    return { kind: 'column', label, events: having.length === shown.length ? [] : having }
  })
}

function eventProposals(quote = '"'): readonly Proposal[] {
  return ruleEventNames.flatMap((event): readonly Proposal[] => {
    const { source } = ruleEvents[event]
    return source === undefined ? [] : [{ kind: 'event', label: `${quote}${source}${quote}`, event }]
  })
}

function topicProposals(topics: readonly string[], quote = '"'): readonly Proposal[] {
  return topics
    .filter((topic) => !topic.includes(quote))
    .map((topic) => ({ kind: 'topic', label: `${quote}${topic}${quote}` }))
}

/** `a/#` for `a/b/c`: the filter that people write most. */
function filterAbove(topic: string): readonly string[] {
  const end = topic.indexOf('/')
  return end > 0 ? [`${topic.slice(0, end)}/#`] : []
}

function isTopic(source: string): boolean {
  return eventOfSource(source) === 'message.publish'
}

function distinct(proposals: readonly Proposal[]): readonly Proposal[] {
  return [...new Map(proposals.toReversed().map((proposal) => [proposal.label, proposal])).values()].toReversed()
}
