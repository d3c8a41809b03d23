import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isTrustedAddress } from '../shared/updates.js'

/**
 * What the packaging wrote into package.json about itself (scripts/package.mjs). `test`: on an Electron that is not for
 * users; `source`: not packaged.
 */
const addressSchema = z.string().refine(isTrustedAddress)
const buildSchema = z.object({
  build: z.enum(['release', 'test', 'source']).default('source'),
  /** Where newer versions are found, and the page that shows them. */
  feed: addressSchema.optional(),
  page: addressSchema.optional(),
  /** Whether macOS lets the program replace itself. */
  signed: z.boolean().default(false)
})
export type Build = z.infer<typeof buildSchema>

/** @param folder where the app's package.json lies */
export function readBuild(folder: string): Build {
  const { inspector } = z
    .object({ inspector: buildSchema.default(buildSchema.parse({})) })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  return inspector
}
