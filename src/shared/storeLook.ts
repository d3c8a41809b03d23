import { z } from 'zod'
import { bytesSchema } from './bytes.js'
import { errorInfoSchema } from './errorInfo.js'

export const cellSchema = z.union([z.string(), z.number(), z.null(), bytesSchema])
export type Cell = z.infer<typeof cellSchema>

const storedRowSchema = z.object({
  key: z.string(),
  messageId: z.string().optional(),
  cells: z.array(cellSchema),
  /** Of MongoDB: the document with its types, as canonical Extended JSON; cut where it is long. */
  document: z.object({ text: z.string(), isCut: z.boolean() }).optional()
})

/** One look into a store: a bounded page, and the very statement that was sent. */
export const storeLookSchema = z.object({
  resourceId: z.string(),
  statement: z.string(),
  columns: z.array(z.string()),
  rows: z.array(storedRowSchema),
  /** How many there are in all; undefined where counting would cost too much. */
  count: z.number().optional(),
  /** When the look was taken, ms since the epoch. */
  at: z.number(),
  error: errorInfoSchema.optional()
})
export type StoreLook = z.infer<typeof storeLookSchema>
