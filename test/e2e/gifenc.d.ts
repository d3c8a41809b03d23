/** What we use of gifenc, which has no types of its own. */
declare module 'gifenc' {
  type Palette = readonly (readonly number[])[]

  interface FrameOptions {
    /** Of all frames when it comes with the first. */
    readonly palette?: Palette
    /** How long it stays, ms. */
    readonly delay: number
    readonly transparent?: boolean
    readonly transparentIndex?: number
    /** 1: what was drawn stays. */
    readonly dispose?: number
  }

  const gifenc: {
    GIFEncoder(): {
      writeFrame(indexes: Uint8Array, width: number, height: number, options: FrameOptions): void
      finish(): void
      bytes(): Uint8Array
    }
    quantize(pixels: Uint8Array, most: number): Palette
    applyPalette(pixels: Uint8Array, palette: Palette): Uint8Array
  }
  export default gifenc
}
