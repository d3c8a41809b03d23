import { z } from 'zod'
import { errorInfoSchema } from './errorInfo.js'

/** Only these may be asked for updates: what comes over TLS, and what comes from this very machine. */
export function isTrustedAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  if (protocol === 'https:') return true
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

/** A person's own words about updates; an empty feed is the one that the program was built with. */
export const updateSettingsSchema = z.strictObject({
  automatic: z.boolean(),
  feed: z
    .string()
    .max(2000)
    .refine((feed) => feed === '' || isTrustedAddress(feed), 'an https address')
})
export type UpdateSettings = z.infer<typeof updateSettingsSchema>

export const firstUpdateSettings: UpdateSettings = { automatic: true, feed: '' }

const found = { version: z.string(), notes: z.string() }

const updateStepSchema = z.discriminatedUnion('step', [
  /** Not looked yet. */
  z.object({ step: z.literal('idle') }),
  z.object({ step: z.literal('checking') }),
  /** When it was found that there is nothing newer, ms since the epoch. */
  z.object({ step: z.literal('current'), at: z.number() }),
  z.object({ step: z.literal('available'), ...found }),
  z.object({ step: z.literal('downloading'), ...found, percent: z.number() }),
  /** It is here, checked, and waits for a word. */
  z.object({ step: z.literal('ready'), ...found }),
  z.object({ step: z.literal('failed'), error: errorInfoSchema })
])
export type UpdateStep = z.infer<typeof updateStepSchema>

export const updateViewSchema = z.object({
  settings: updateSettingsSchema,
  /** Where it looks; empty where nobody has said. */
  feed: z.string(),
  /** `install`: the program can put the new version in its place; `page`: a person has to, from a page. */
  way: z.enum(['install', 'page']),
  /** Whether there is such a page. */
  hasPage: z.boolean(),
  state: updateStepSchema
})
export type UpdateView = z.infer<typeof updateViewSchema>
