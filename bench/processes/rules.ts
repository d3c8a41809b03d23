import { PublishEvent } from '../../src/engine/broker/events/messageEvents.js'
import { Message } from '../../src/engine/message.js'
import { compileRule } from '../../src/engine/rules/compile.js'
import type { Evaluation, RuleEvent } from '../../src/engine/rules/types.js'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import { chapterSql } from '../../src/engine/workspace/defaultWorkspace.js'
import { payloadOf } from '../load/frames.js'
import { answer } from './desk.js'

/** Other topics and messages each time, so that nothing is known beforehand. */
const events: readonly RuleEvent[] = Array.from({ length: 4096 }, (_, index) => {
  const topic = index % 8 === 0 ? `u/${String(index)}` : `t/${String(index % 100)}`
  return new PublishEvent(
    new Message(newMessageId(), topic, `publisher-${String(index)}`, undefined, '127.0.0.1', 1, false, payloadOf(64), 0)
  )
})

const rule = compileRule(chapterSql)

const calls = {
  compiled: (time: number) => rateOf(time, (event) => rule.evaluate(event, 'offline')),
  byHand: (time: number) => rateOf(time, byHand)
}

export type RulesCalls = typeof calls

/** `topic =~ 't/#'` as a person writes it; what passes is the event with all its columns. */
function byHand(event: RuleEvent): Evaluation {
  const topic = event.get('topic')
  if (typeof topic !== 'string' || !(topic === 't' || topic.startsWith('t/'))) {
    return { kind: 'no_result', because: 'where' }
  }
  return {
    kind: 'outputs',
    outputs: [{ isEvent: true, get: (column) => event.get(column), toMap: () => mapOf(event) }]
  }
}

function mapOf(event: RuleEvent): ReturnType<Extract<Evaluation, { kind: 'outputs' }>['outputs'][number]['toMap']> {
  return new Map(event.columns().map((column) => [column, event.get(column)]))
}

/** How often a second, on this one thread; ms of time. */
function rateOf(time: number, evaluate: (event: RuleEvent) => Evaluation): number {
  const began = performance.now()
  let count = 0
  let passed = 0
  while (performance.now() - began < time) {
    for (const event of events) if (evaluate(event).kind === 'outputs') passed += 1
    count += events.length
  }
  if (passed === 0) throw new Error('nothing passed')
  return (count / (performance.now() - began)) * 1000
}

answer(calls)
