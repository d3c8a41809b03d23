import { describe, expect, it } from 'vitest'
import { type AccessRequest, decideAccess } from '../../src/shared/accessRules.js'
import { aclEntrySchema, engineConfigSchema } from '../../src/shared/workspace.js'

const acl = (...entries: object[]) => entries.map((entry) => aclEntrySchema.parse(entry))
const ask = (entries: ReturnType<typeof acl>, topic: string, more: Partial<AccessRequest> = {}) =>
  decideAccess(entries, { action: 'publish', clientid: 'c1', username: undefined, topic, ...more })

describe('access rules', () => {
  it('allow what no entry fits', () => {
    expect(ask([], 'a')).toEqual({ allowed: true, by: undefined })
    expect(ask(acl({ permit: 'deny', topic: 'b' }), 'a')).toEqual({ allowed: true, by: undefined })
  })

  it('are decided by the first entry that fits', () => {
    const entries = acl(
      { permit: 'allow', topic: 'a/b' },
      { permit: 'deny', topic: 'a/#' },
      { permit: 'allow', topic: '#' }
    )
    expect([ask(entries, 'a/b'), ask(entries, 'a/c'), ask(entries, 'c')]).toEqual([
      { allowed: true, by: 0 },
      { allowed: false, by: 1 },
      { allowed: true, by: 2 }
    ])
  })

  it('look at action, client and user where they are named', () => {
    const entries = acl(
      { permit: 'deny', action: 'publish', topic: 'a' },
      { permit: 'deny', topic: 'b', clientid: 'c2' },
      { permit: 'deny', topic: 'c', username: 'ann' }
    )
    const allowed = (topic: string, more: Partial<AccessRequest> = {}) => ask(entries, topic, more).allowed
    expect([allowed('a'), allowed('a', { action: 'subscribe' })]).toEqual([false, true])
    expect([allowed('b'), allowed('b', { clientid: 'c2' })]).toEqual([true, false])
    expect([allowed('c'), allowed('c', { username: 'ann' }), allowed('c', { username: 'bob' })]).toEqual([
      true,
      false,
      true
    ])
  })

  it.each([
    ['clients/%c/in', 'clients/c1/in', true],
    ['clients/%c/in', 'clients/c2/in', false],
    ['users/%u', 'users/ann', true],
    ['users/%u', 'users/%u', true],
    ['x%c', 'xc1', false]
  ])('know the placeholders of EMQX: %s fits %s: %s', (topic, asked, fits) => {
    const { by } = ask(acl({ permit: 'deny', topic }), asked, { username: 'ann' })
    expect(by === 0).toBe(fits)
  })

  it('take no wildcard from a name: a client that calls itself # gets nothing by it', () => {
    const entries = acl(
      { permit: 'allow', topic: 'clients/%c' },
      { permit: 'allow', topic: '%u/x' },
      { permit: 'deny', topic: '#' }
    )
    for (const name of ['#', '+', 'a/b']) {
      const more = { action: 'subscribe', clientid: name, username: name } as const
      expect(ask(entries, `clients/${name}`, more).allowed, name).toBe(false)
      expect(ask(entries, `${name}/x`, more).allowed, name).toBe(false)
    }
  })

  it.each([
    ['a/+', 'a/#', false],
    ['a/+', 'a/+', true],
    ['a/+/c', 'a/+/c', true],
    ['a/#', 'a/#', true],
    ['a/#', 'a/+/c', true],
    ['+/b', '+/b', true],
    ['#', '$SYS/x', false]
  ])('that allow %s allow a subscription to %s: %s', (topic, filter, allowed) => {
    const entries = acl({ permit: 'allow', topic }, { permit: 'deny', topic: '#' }, { permit: 'deny', topic: '$SYS/#' })
    expect(ask(entries, filter, { action: 'subscribe' }).allowed).toBe(allowed)
  })

  it('deny more than they allow: a level that is any denies all below', () => {
    expect(ask(acl({ permit: 'deny', topic: 'a/+' }), 'a/#', { action: 'subscribe' }).allowed).toBe(false)
  })
})

describe('a configuration', () => {
  it('names each user once', () => {
    const user = { username: 'ann', password: 'x' }
    const { error } = engineConfigSchema.safeParse({ users: [user, user] })
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['users', 1, 'username'], '"ann" is used twice']
    ])
  })
})
