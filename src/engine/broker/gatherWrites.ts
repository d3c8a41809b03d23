import type { Duplex } from 'node:stream'

/** Bytes that are gathered in one buffer, and how long a piece may be that is copied into it. */
const bufferBytes = 2048
const longestCopied = 512

/**
 * Puts together what is written to a connection in one turn: mqtt-packet writes a packet in up to six pieces, of which
 * a stream remembers each, and an acknowledgement has four bytes in all. What is written leaves in the same turn.
 */
export function gatherWrites(stream: Duplex): void {
  const write = stream.write.bind(stream) as (chunk: Uint8Array | string) => boolean
  const end = stream.end.bind(stream) as (...args: unknown[]) => Duplex
  const cork = stream.cork.bind(stream)
  let buffer: Buffer | undefined
  let used = 0
  let isCorked = false

  const flush = (): void => {
    if (buffer === undefined) return
    const gathered = buffer.subarray(0, used)
    buffer = undefined
    used = 0
    write(gathered)
  }
  const leave = (): void => {
    isCorked = false
    flush()
    stream.uncork()
  }
  const gather = (piece: Uint8Array | string): boolean => {
    if (!isCorked) {
      isCorked = true
      cork()
      process.nextTick(leave)
    }
    // A UTF-16 unit has one to three bytes in UTF-8.
    const most = typeof piece === 'string' ? piece.length * 3 : piece.length
    if (most > longestCopied) {
      flush()
      return write(piece)
    }
    if (used + most > bufferBytes) flush()
    buffer ??= Buffer.allocUnsafe(bufferBytes)
    if (typeof piece === 'string') used += buffer.write(piece, used)
    else {
      buffer.set(piece, used)
      used += piece.length
    }
    return !stream.writableNeedDrain
  }
  Object.assign(stream, {
    write: gather,
    end: (...args: unknown[]) => {
      flush()
      return end(...args)
    },
    // Or mqtt-packet would cork it for each packet.
    cork: undefined
  })
}
