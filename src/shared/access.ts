import { z } from 'zod'
import { aclEntrySchema } from './workspace.js'

const usernameSchema = z.string().min(1).max(256)
const aclSchema = z.array(aclEntrySchema).max(500)

/** The access rules as a view sees them; a password never leaves the engine. */
export const accessViewSchema = z.object({
  /** Who may connect; anybody where it is left out. */
  users: z.array(z.object({ username: z.string(), hasPassword: z.boolean() })).optional(),
  /** The first that fits decides. */
  acl: z.array(aclEntrySchema)
})
export type AccessView = z.infer<typeof accessViewSchema>

export const accessInputSchema = z.strictObject({
  users: z
    .array(
      z.strictObject({
        username: usernameSchema,
        /** Left out: the one that is known. */
        password: z.string().max(1024).optional()
      })
    )
    .max(200)
    .refine((users) => new Set(users.map(({ username }) => username)).size === users.length)
    .optional(),
  acl: aclSchema
})
export type AccessInput = z.infer<typeof accessInputSchema>
