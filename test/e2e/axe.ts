import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * How much of the page is on its way to how it stays; what turns until something has come stays so. A little later, for
 * what was opened just now begins to fade in some frames on.
 */
const fading = `new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 100)).then(() => document.getAnimations().filter(({ playState, effect }) =>
  playState === 'running' && effect.getComputedTiming().iterations !== Infinity).length)`

/** What axe finds serious or worse: the rule, and where. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // What fades in has other colours until it is there.
  await expect.poll(() => page.evaluate(fading)).toBe(0)
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run()')
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${String(target)}: ${failureSummary ?? ''}`)
    )
}
