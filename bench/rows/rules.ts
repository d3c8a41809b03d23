import type { Measurement } from '../context.js'
import { alternate, figureOf } from '../figure.js'
import { Child } from '../processes/child.js'
import type { RulesCalls } from '../processes/rules.js'

const name = "evaluations of the chapter's rule"

/** Row 8: rule SQL beside the same condition written by hand. */
export const rules: Measurement = {
  rows: [8],
  async run({ options, say, report }) {
    say(name)
    const child = Child.start<RulesCalls>('rules')
    try {
      await child.call('compiled', options.warmUp)
      await child.call('byHand', options.warmUp)
      const rounds = await alternate(
        options.rounds,
        () => child.call('compiled', options.time / 2),
        () => child.call('byHand', options.time / 2)
      )
      report(
        figureOf({
          row: 8,
          name,
          unit: 'evaluations/s',
          peerName: 'the condition by hand',
          aim: { least: 0.3 },
          rounds
        })
      )
    } finally {
      await child.end()
    }
  }
}
