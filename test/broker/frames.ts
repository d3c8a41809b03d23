/** MQTT packets by hand, right or wrong: what a packet library refuses to make. */

/** A packet of any first byte and body; `announced` where its length is to be a lie. */
export function frame(first: number, body: Buffer = Buffer.alloc(0), announced = body.length): Buffer {
  return Buffer.concat([Buffer.from([first]), remainingLength(announced), body])
}

/** The remaining length in one to four bytes, seven bits each [MQTT 2.2.3]. */
export function remainingLength(length: number): Buffer {
  const bytes: number[] = []
  let rest = length
  do {
    const more = rest > 127
    bytes.push((rest % 128) | (more ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.from(bytes)
}

/** A text, or bytes in the place of one, with the two bytes of its length. */
export function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint16(bytes.length), bytes])
}

export function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff])
}

interface ConnectFields {
  readonly name: string
  readonly level: number
  readonly flags: number
  readonly keepalive: number
  /** Client id, will topic and message, user name, password: as far as the flags say. */
  readonly payload: readonly Buffer[]
}

export function connectFrame(fields: Partial<ConnectFields> = {}): Buffer {
  const { name = 'MQTT', level = 4, flags = 2, keepalive = 0, payload = [text('by-hand')] } = fields
  return frame(0x10, Buffer.concat([text(name), Buffer.from([level, flags]), uint16(keepalive), ...payload]))
}

export function publishFrame(flags: number, topic: string | Buffer, id: number | undefined, payload = 'x'): Buffer {
  const parts = [text(topic), ...(id === undefined ? [] : [uint16(id)]), Buffer.from(payload)]
  return frame(0x30 | flags, Buffer.concat(parts))
}

export function subscribeFrame(filters: readonly (string | Buffer)[], qos = 1, id = 1, first = 0x82): Buffer {
  return frame(
    first,
    Buffer.concat([uint16(id), ...filters.map((filter) => Buffer.concat([text(filter), Buffer.from([qos])]))])
  )
}
