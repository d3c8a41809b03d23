import { z } from 'zod'

/** Bytes as they cross a border. Not `z.instanceof`: its type leaves out bytes over shared memory, a Buffer's type. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
