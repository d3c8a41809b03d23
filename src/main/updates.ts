import { readFileSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../shared/errors.js'
import {
  firstUpdateSettings,
  type UpdateSettings,
  updateSettingsSchema,
  type UpdateStep,
  type UpdateView
} from '../shared/updates.js'
import type { Updater } from './updater.js'

interface Options {
  /** Where the settings are kept. */
  readonly file: string
  /** The feed and the page that the program was built with. */
  readonly feed: string | undefined
  readonly page: string | undefined
  readonly way: UpdateView['way']
  readonly open: (feed: string) => Promise<Updater>
  readonly openPage: (page: string) => Promise<void>
  /** Ends everything that must not run while the program is replaced. */
  readonly beforeInstall: () => Promise<void>
  readonly onChange: (view: UpdateView) => void
}

/** How long after its start the program looks for the first time, and then again and again, ms. */
const firstLook = 10_000
const everyLook = 24 * 3_600_000

/** Looks for newer versions, and does one thing after the other when it is told to. */
export class Updates {
  private settings: UpdateSettings
  private state: UpdateStep = { step: 'idle' }
  private updater: Updater | undefined
  private timers: NodeJS.Timeout[] = []
  private ending = new AbortController()

  constructor(private readonly options: Options) {
    this.settings = readSettings(options.file)
  }

  view(): UpdateView {
    const { way, page } = this.options
    return { settings: this.settings, feed: this.feed(), way, hasPage: page !== undefined, state: this.state }
  }

  /** Looks from time to time, unless it was told not to, or nobody has said where. */
  start(): void {
    const look = (): void => {
      if (this.settings.automatic && this.feed() !== '' && !this.isBusy()) void this.check()
    }
    this.timers = [setTimeout(look, firstLook), setInterval(look, everyLook)]
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer)
  }

  async configure(settings: UpdateSettings): Promise<UpdateView> {
    if (settings.feed !== this.settings.feed && !this.isBusy()) {
      this.updater = undefined
      this.state = { step: 'idle' }
    }
    this.settings = settings
    await writeFileAtomic(this.options.file, JSON.stringify(settings))
    this.options.onChange(this.view())
    return this.view()
  }

  async check(): Promise<UpdateView> {
    if (this.isBusy()) return this.view()
    if (this.feed() === '') throw new AppError('update_feed_missing')
    const before = this.state
    this.show({ step: 'checking' })
    return this.attempt(before, async (signal) => {
      this.updater = await this.options.open(this.feed())
      signal.throwIfAborted()
      const found = await this.updater.check(signal)
      signal.throwIfAborted()
      this.show(found === undefined ? { step: 'current', at: Date.now() } : { step: 'available', ...found })
    })
  }

  async download(): Promise<UpdateView> {
    const { state, updater } = this
    if (state.step !== 'available' || updater === undefined || this.options.way === 'page') return this.view()
    const { version, notes } = state
    this.show({ step: 'downloading', version, notes, percent: 0 })
    return this.attempt(state, async (signal) => {
      const tell = (percent: number) => this.show({ step: 'downloading', version, notes, percent })
      await updater.download((percent) => (signal.aborted ? undefined : tell(percent)), signal)
      signal.throwIfAborted()
      this.show({ step: 'ready', version, notes })
    })
  }

  /** What was known before is known again, at once; what still comes of it is not heard. */
  cancel(): UpdateView {
    if (this.state.step === 'checking' || this.state.step === 'downloading') this.ending.abort()
    return this.view()
  }

  async install(): Promise<void> {
    const { state, updater } = this
    if (state.step !== 'ready' || updater === undefined) return
    await this.options.beforeInstall()
    updater.install()
  }

  async openPage(): Promise<void> {
    if (this.options.page !== undefined) await this.options.openPage(this.options.page)
  }

  private feed(): string {
    return this.settings.feed === '' ? (this.options.feed ?? '') : this.settings.feed
  }

  private isBusy(): boolean {
    return ['checking', 'downloading', 'ready'].includes(this.state.step)
  }

  private async attempt(before: UpdateStep, work: (signal: AbortSignal) => Promise<void>): Promise<UpdateView> {
    const { signal } = (this.ending = new AbortController())
    signal.addEventListener('abort', () => this.show(before))
    try {
      await work(signal)
    } catch (cause) {
      if (signal.aborted) return this.view()
      const { code, data, detail } = new AppError('update_failed', { feed: this.feed() }, { cause }).toInfo()
      this.show({ step: 'failed', error: { code, data: { ...data }, ...(detail === undefined ? {} : { detail }) } })
    }
    return this.view()
  }

  private show(state: UpdateStep): void {
    this.state = state
    this.options.onChange(this.view())
  }
}

function readSettings(file: string): UpdateSettings {
  try {
    return updateSettingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return firstUpdateSettings
  }
}
