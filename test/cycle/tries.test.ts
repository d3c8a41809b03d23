import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Tries } from '../../src/engine/cycle/tries.js'
import { AppError } from '../../src/shared/errors.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const away = new AppError('store_unreachable')

function triesOf(probe: () => Promise<unknown>): Tries {
  return new Tries(
    probe,
    () => false,
    () => undefined
  )
}

describe('after a failure', () => {
  it('everybody waits for one look at the store, ever less often, and goes on when it answers', async () => {
    const looks: number[] = []
    let isThere = false
    const tries = triesOf(() => {
      looks.push(Date.now())
      return isThere ? Promise.resolve() : Promise.reject(away)
    })
    const start = Date.now()
    tries.failed(away)
    tries.failed(away)
    const waits = [tries.wait(), tries.wait()]
    await vi.advanceTimersByTimeAsync(120_000)
    const gaps = looks.map((at, index) => at - (looks[index - 1] ?? start))
    for (const [index, gap] of gaps.entries()) {
      const full = Math.min(15_000, 250 * 2 ** index)
      expect(gap).toBeGreaterThanOrEqual(Math.floor(full * 0.75))
      expect(gap).toBeLessThanOrEqual(full + 1)
    }
    expect(looks.length).toBeGreaterThan(8)
    isThere = true
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await Promise.all(waits)).toEqual([true, true])
  })

  it('work that fails though the store answers waits longer each time, until it succeeds', async () => {
    const tries = triesOf(() => Promise.resolve())
    const waited: number[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      const begin = Date.now()
      tries.failed(new AppError('store_read_only'))
      const wait = tries.wait()
      await vi.advanceTimersByTimeAsync(15_000)
      await wait.then(() => waited.push(begin))
      expect(tries.failure?.error.code).toBe('store_read_only')
    }
    tries.failed(new AppError('store_read_only'))
    expect((tries.failure?.nextTry ?? 0) - Date.now()).toBeGreaterThan(2000)
    expect(tries.succeeded()).toBe(true)
    expect(tries.failure).toBeUndefined()
  })

  it('nobody waits any longer who has gone, and it is over when nobody is left and the store answers', async () => {
    const tries = triesOf(() => Promise.resolve())
    tries.failed(away)
    const gone = new AbortController()
    const wait = tries.wait(gone.signal)
    gone.abort()
    expect(await wait).toBe(false)
    await vi.advanceTimersByTimeAsync(250)
    expect(tries.failure).toBeUndefined()
  })

  it('the next try can be had at once', async () => {
    const tries = triesOf(() => Promise.resolve())
    for (let failures = 0; failures < 3; failures += 1) {
      tries.failed(away)
      const wait = tries.wait()
      tries.retryNow()
      expect(await wait).toBe(true)
    }
  })

  it('a close sends everybody home', async () => {
    const tries = triesOf(() => Promise.reject(away))
    tries.failed(away)
    const wait = tries.wait()
    tries.close()
    expect([await wait, await tries.wait()]).toEqual([false, false])
  })
})
