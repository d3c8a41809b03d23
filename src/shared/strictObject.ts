import { z } from 'zod'

/** An object in which an unknown key is a fault, for a typing error must not be ignored; the fault names what is allowed. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const allowed = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? `unknown key; allowed: ${allowed}` : undefined)
  })
}
