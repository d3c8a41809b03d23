import { z } from 'zod'
import { errorCodes } from './errors.js'

/** An `ErrorInfo` as it crosses a border. */
export const errorInfoSchema = z.object({
  code: z.enum(errorCodes),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  detail: z.string().optional()
})
