import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../shared/errors.js'
import type { StoreLook } from '../shared/storeLook.js'
import type { LiveResource } from './cycle/liveResource.js'

const pageSize = 100
/** Times between two looks, ms: at once after something happened, ever less often while nothing changes. */
const soonest = 150
const first = 500
const slowest = 5_000

/** Looks into the stores that are in view: cheap while nothing changes, quick when something does. */
export class Looks {
  private readonly watched = new Map<string, Watch>()

  constructor(
    private readonly resourceOf: (id: string) => LiveResource | undefined,
    private readonly onLook: (look: StoreLook) => void,
    /** Instead, where two looks in a row find nothing new: the view says how old its last look is, and that is all. */
    private readonly onSame: (resourceId: string, at: number) => void
  ) {}

  /** The newest look at every store that is watched. */
  all(): readonly StoreLook[] {
    return [...this.watched.values()].flatMap(({ look }) => (look === undefined ? [] : [look]))
  }

  watch(ids: readonly string[]): void {
    for (const [id, watch] of this.watched) {
      if (ids.includes(id)) continue
      clearTimeout(watch.timer)
      this.watched.delete(id)
    }
    for (const id of ids) {
      if (this.watched.has(id)) continue
      const watch: Watch = { id, wait: first, busy: false, isSame: false, look: undefined, timer: undefined }
      this.watched.set(id, watch)
      this.schedule(watch, 0)
    }
  }

  /** Something was saved or deleted: look soon. */
  stir(): void {
    for (const watch of this.watched.values()) {
      if (watch.wait === soonest) continue
      watch.wait = soonest
      if (!watch.busy) this.schedule(watch, soonest)
    }
  }

  /** One look now. An error is part of the look, with the rows seen last. */
  async look(id: string): Promise<StoreLook> {
    const look = await this.see(id)
    const watch = this.watched.get(id)
    // Whoever asked has seen another look than the last that was told: the next is told whole.
    if (watch !== undefined) watch.isSame = false
    return look
  }

  private async see(id: string): Promise<StoreLook> {
    const before = this.watched.get(id)?.look
    const resource = this.resourceOf(id)
    try {
      if (resource === undefined) throw new AppError('resource_unknown', { resource: id })
      return { resourceId: id, ...(await resource.store.inspect(pageSize)) }
    } catch (error) {
      const { code, data, detail } = AppError.from(error).toInfo()
      if (code === 'store_unreachable' || code === 'store_timeout') resource?.doubt()
      const info = detail === undefined ? { code, data: { ...data } } : { code, data: { ...data }, detail }
      const empty = { resourceId: id, statement: '', columns: [], rows: [] }
      return { ...(before ?? empty), at: Date.now(), error: info }
    }
  }

  stop(): void {
    this.watch([])
  }

  private schedule(watch: Watch, wait: number): void {
    clearTimeout(watch.timer)
    watch.timer = setTimeout(() => void this.turn(watch), wait)
    watch.timer.unref()
  }

  private async turn(watch: Watch): Promise<void> {
    watch.busy = true
    const stirred = watch.wait === soonest
    if (stirred) watch.wait = first
    const look = await this.see(watch.id)
    watch.busy = false
    if (this.watched.get(watch.id) !== watch) return
    const changed = watch.look === undefined || differs(watch.look, look)
    // The first that finds nothing new is told whole: it ends the marks of what was new.
    if (!changed && watch.isSame) this.onSame(watch.id, look.at)
    else this.onLook(look)
    watch.isSame = !changed
    watch.look = look
    if (changed && !stirred) watch.wait = first
    else if (!changed) watch.wait = Math.min(slowest, watch.wait * 1.5)
    this.schedule(watch, watch.wait)
  }
}

interface Watch {
  readonly id: string
  wait: number
  busy: boolean
  isSame: boolean
  look: StoreLook | undefined
  timer: NodeJS.Timeout | undefined
}

function differs(before: StoreLook, after: StoreLook): boolean {
  return !isDeepStrictEqual({ ...before, at: after.at }, after)
}
