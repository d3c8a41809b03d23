import type { Limits } from '../../shared/limits.js'
import { LimitFault, ProtocolFault } from './faults.js'

/** What is wrong with the topic of a PUBLISH or a will, or undefined. */
export function topicNameFault(topic: string, limits: Limits): Error | undefined {
  if (topic.includes('#') || topic.includes('+')) {
    return new ProtocolFault('MQTT-3.3.2-2', 'a topic name with a wildcard')
  }
  return topicFault(topic, limits)
}

/** What is wrong with a topic filter, or undefined. */
export function topicFilterFault(filter: string, limits: Limits): Error | undefined {
  const last = filter.length - 1
  for (let index = filter.indexOf('#'); index !== -1; index = filter.indexOf('#', index + 1)) {
    if (index !== last || (index > 0 && filter[index - 1] !== '/')) {
      return new ProtocolFault('MQTT-4.7.1-2', '# is not the last level alone')
    }
  }
  for (let index = filter.indexOf('+'); index !== -1; index = filter.indexOf('+', index + 1)) {
    if ((index > 0 && filter[index - 1] !== '/') || (index < last && filter[index + 1] !== '/')) {
      return new ProtocolFault('MQTT-4.7.1-3', '+ is not a level alone')
    }
  }
  return topicFault(filter, limits)
}

function topicFault(topic: string, { topicLength, topicLevels }: Limits): Error | undefined {
  if (topic === '') return new ProtocolFault('MQTT-4.7.3-1', 'an empty topic')
  // A UTF-16 unit has one to three bytes in UTF-8: mostly one look at the length is enough.
  if (topic.length * 3 > topicLength && Buffer.byteLength(topic) > topicLength) {
    return new LimitFault('topicLength', topicLength)
  }
  if (topic.length >= topicLevels && levelsOf(topic) > topicLevels) return new LimitFault('topicLevels', topicLevels)
  return undefined
}

function levelsOf(topic: string): number {
  let levels = 1
  for (let index = topic.indexOf('/'); index !== -1; index = topic.indexOf('/', index + 1)) levels += 1
  return levels
}
