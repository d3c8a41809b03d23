import type { ActionMetrics, RuleMetrics } from '../../shared/contract.js'

const samplePeriod = 10_000
const samplesOf5Minutes = 30

/** The counters of one rule; what they mean is EMQX's (emqx_rule_metrics): speeds are sampled every 10 s. */
export class RuleCounters {
  matched = 0
  passed = 0
  exception = 0
  noResult = 0
  private speed = 0
  private fastest = 0
  private lastMatched = 0
  private samples: number[] = []

  /** To be called every `samplePeriod` ms. */
  sample(): void {
    this.speed = (this.matched - this.lastMatched) / (samplePeriod / 1000)
    this.lastMatched = this.matched
    this.fastest = Math.max(this.fastest, this.speed)
    this.samples.push(this.speed)
    if (this.samples.length > samplesOf5Minutes) this.samples.shift()
  }

  reset(): void {
    Object.assign(this, new RuleCounters())
  }

  toMetrics(): RuleMetrics {
    const { matched, passed, exception, noResult } = this
    const mean = this.samples.reduce((sum, value) => sum + value, 0) / Math.max(1, this.samples.length)
    return {
      matched,
      passed,
      failed: exception + noResult,
      exception,
      no_result: noResult,
      speed: round(this.speed),
      speed_max: round(this.fastest),
      speed_last5m: round(mean)
    }
  }
}

export class ActionCounters {
  taken = 0
  success = 0
  failed = 0

  reset(): void {
    Object.assign(this, new ActionCounters())
  }

  toMetrics(fallbacks: readonly ActionMetrics[]): ActionMetrics {
    const { taken, success, failed } = this
    return { taken, success, failed, fallbacks: [...fallbacks] }
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Samples all counters at EMQX's pace. Returns the function that ends it. */
export function sampleRegularly(counters: () => Iterable<RuleCounters>): () => void {
  const timer = setInterval(() => {
    for (const each of counters()) each.sample()
  }, samplePeriod)
  timer.unref()
  return () => clearInterval(timer)
}
