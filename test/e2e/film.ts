import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import gifenc from 'gifenc'

interface Frame {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha of each pixel. */
  readonly pixels: Uint8Array
  /** How long it stays, ms. */
  readonly stays: number
}

/** One colour is that which lets the frame before show through: only what changes costs anything. */
const colours = 255
const same = 255

/** Pictures of the window, one after the other, as an animated GIF. */
export class Film {
  private readonly frames: Frame[] = []

  constructor(
    private readonly app: ElectronApplication,
    private readonly page: Page
  ) {}

  /** What the window shows now, for so many ms. */
  async take(stays: number): Promise<void> {
    await this.page.mouse.move(0, 0)
    const png = await this.page.screenshot({ animations: 'disabled' })
    // Electron can read PNG, so no package has to.
    const bitmap = await this.app.evaluate(({ nativeImage }, text) => {
      const image = nativeImage.createFromBuffer(Buffer.from(text, 'base64'))
      return { ...image.getSize(), bytes: image.toBitmap().toString('base64') }
    }, png.toString('base64'))
    const pixels = new Uint8Array(Buffer.from(bitmap.bytes, 'base64'))
    // Blue comes first in a bitmap.
    for (let at = 0; at < pixels.length; at += 4) {
      const blue = pixels[at] ?? 0
      pixels[at] = pixels[at + 2] ?? 0
      pixels[at + 2] = blue
    }
    this.frames.push({ width: bitmap.width, height: bitmap.height, pixels, stays })
  }

  /** Returns how many bytes it has. */
  write(file: string): number {
    const encoder = gifenc.GIFEncoder()
    const palette = gifenc.quantize(Buffer.concat(this.frames.map(({ pixels }) => pixels)), colours)
    let before: Uint8Array | undefined
    for (const { width, height, pixels, stays } of this.frames) {
      const indexes = gifenc.applyPalette(pixels, palette)
      const shown = before
      const changed = shown === undefined ? indexes : indexes.map((each, at) => (each === shown[at] ? same : each))
      // The palette has to have the colour that is never seen.
      const first = shown === undefined ? { palette: [...palette, [0, 0, 0]] } : {}
      const rest = { transparent: shown !== undefined, transparentIndex: same, dispose: 1 }
      encoder.writeFrame(changed, width, height, { ...first, ...rest, delay: stays })
      before = indexes
    }
    encoder.finish()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, encoder.bytes())
    return encoder.bytes().length
  }
}
