import type { hasDisplay, openDisplay } from '../../scripts/display.mjs'
import type { electronRuntime, sandboxArguments } from '../../scripts/electron/runtime.mjs'
import { wordsOf } from '../../src/shared/errors.js'

/** What is lent by scripts/, which finds its files by where it lies itself and cannot be built into another file. */
export interface Scripts {
  readonly project: string
  readonly electronRuntime: typeof electronRuntime
  readonly sandboxArguments: typeof sandboxArguments
  readonly hasDisplay: typeof hasDisplay
  readonly openDisplay: typeof openDisplay
}

/** How every window of a run is opened: the product's and the empty one. */
export interface Runtime {
  readonly project: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** A little more than the largest window: one that fills the screen is made smaller by a pixel. */
const screen = '3860x2180'

/** An Electron and a display for the windows of a run, found when the first is wanted. */
export class Windows {
  private found: Promise<Runtime | { readonly reason: string }> | undefined
  private close: (() => void) | undefined

  constructor(private readonly scripts: Scripts) {}

  runtime(): Promise<Runtime | { readonly reason: string }> {
    this.found ??= this.find()
    return this.found
  }

  stop(): void {
    this.close?.()
  }

  private async find(): Promise<Runtime | { readonly reason: string }> {
    const { project, electronRuntime, sandboxArguments, hasDisplay, openDisplay } = this.scripts
    let program: string
    try {
      program = await electronRuntime()
    } catch (error) {
      return { reason: wordsOf(error) }
    }
    const inherited = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    )
    if (hasDisplay()) return { project, program, args: sandboxArguments(), env: inherited }
    const display = await openDisplay(screen)
    if (display === undefined) return { reason: 'there is no display, and no Xvfb to make one' }
    this.close = () => display.stop()
    // Nothing draws there but the processor.
    return {
      project,
      program,
      args: [...sandboxArguments(), '--disable-gpu'],
      env: { ...inherited, DISPLAY: display.name }
    }
  }
}
