import { useEffect, useState } from 'react'
import type { SeenTopic } from '../../rulesql/remark.js'
import { callEngine } from '../app/engine.js'

const none: readonly SeenTopic[] = []

/** The topics that the broker had seen when the form was opened. */
export function useSeenTopics(): readonly SeenTopic[] {
  const [seen, setSeen] = useState(none)
  useEffect(() => {
    // Without them there are fewer completions and hints, and nothing else.
    callEngine('broker.topics', undefined).then(setSeen, () => undefined)
  }, [])
  return seen
}
