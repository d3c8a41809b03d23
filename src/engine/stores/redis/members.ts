import type { Client } from './connection.js'
import { idOf, prefix } from './layout.js'

/** A stored message as its topic's sorted set knows it. */
export interface Member {
  readonly member: string
  readonly id: string
  readonly score: number
}

/** Up to where a topic has been read; `byBytes` inside a crowd of one score. */
interface Position {
  readonly score: number
  readonly member: string
  readonly id: string
  readonly byBytes: boolean
}

export interface MemberPage {
  readonly members: readonly Member[]
  readonly next: string | undefined
}

/** How many are looked at beyond the page, so that those of one millisecond can be put in order. */
const leastWindow = 512

/**
 * A page of a topic's members in the order of score and then of message id. Redis itself orders equal scores by the
 * bytes of the base62 text, which is not the order of ids, so those of one score are read together and sorted here;
 * only a crowd that is larger than the window (EMQX 4.2 gave every message the score 1) comes in Redis's own order.
 * Positions are scores, for ranks move when what was delivered is deleted.
 */
export async function readMembers(
  client: Client,
  topic: string,
  after: string | undefined,
  limit: number
): Promise<MemberPage> {
  const key = prefix + topic
  const window = Math.max(limit, leastWindow)
  let position = after === undefined ? undefined : parse(after)
  let least = position?.score ?? '-inf'
  for (;;) {
    const found = await readRange(client, key, { least, most: '+inf' }, 0, window + 1)
    const [first] = found
    const last = found.at(-1)
    if (first === undefined || last === undefined) return { members: [], next: undefined }
    const isCut = found.length > window
    if (isCut && first.score === last.score) {
      const page = await readCrowd(client, key, first.score, position, limit)
      if (page !== undefined) return page
      least = `(${first.score}`
      continue
    }
    const whole = isCut ? found.filter(({ score }) => score !== last.score) : found
    const fresh = whole.filter((member) => isAfter(member, position)).sort(byScoreAndId)
    const members = fresh.slice(0, limit)
    const end = members.at(-1)
    if (end !== undefined) {
      const isMore = isCut || members.length < fresh.length
      return { members, next: isMore ? format({ ...end, byBytes: false }) : undefined }
    }
    if (!isCut) return { members: [], next: undefined }
    position = undefined
    least = last.score
  }
}

/** Scores as Redis takes them: `(1` is what comes behind 1. */
interface Scores {
  readonly least: number | string
  readonly most: number | string
}

/** So many members of these scores, from the one in this place on. */
async function readRange(
  client: Client,
  key: string,
  { least, most }: Scores,
  from: number,
  count: number
): Promise<Member[]> {
  const reply = await client.zrangebyscore(key, least, most, 'WITHSCORES', 'LIMIT', from, count)
  const members: Member[] = []
  for (let index = 0; index < reply.length; index += 2) {
    const member = reply[index] ?? ''
    members.push({ member, id: idOf(member), score: Number(reply[index + 1]) })
  }
  return members
}

/** A page out of more members of one score than the window holds, by the bytes of their texts; undefined behind them. */
async function readCrowd(
  client: Client,
  key: string,
  score: number,
  position: Position | undefined,
  limit: number
): Promise<MemberPage | undefined> {
  const isInside = position?.byBytes === true && position.score === score
  const count = limit + 2
  let from = isInside ? await placeOf(client, key, position) : 0
  for (;;) {
    // From the one before on: it shows that nothing moved up while the place was looked for.
    const start = Math.max(0, from - 1)
    const found = await readRange(client, key, { least: score, most: score }, start, count)
    const fresh = isInside ? found.filter((member) => isAfter(member, position)) : found
    if (start > 0 && fresh.length === found.length) from = Math.max(0, from - limit)
    else if (fresh.length === 0 && found.length === count) from += limit
    else {
      const members = fresh.slice(0, limit)
      const end = members.at(-1)
      return end === undefined ? undefined : { members, next: format({ ...end, byBytes: true }) }
    }
  }
}

/**
 * About where in its crowd the first member behind a position is, whose own member may have been deleted: a binary
 * search, which deletes at the same time lead too far.
 */
async function placeOf(client: Client, key: string, { score, member }: Position): Promise<number> {
  let low = 0
  let high = await client.zcount(key, score, score)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [found] = await readRange(client, key, { least: score, most: score }, middle, 1)
    if (found !== undefined && found.member <= member) low = middle + 1
    else high = middle
  }
  return low
}

function byScoreAndId(one: Member, other: Member): number {
  return one.score - other.score || (one.id < other.id ? -1 : 1)
}

function isAfter(member: Member, position: Position | undefined): boolean {
  if (position === undefined || member.score !== position.score) return true
  return position.byBytes ? member.member > position.member : member.id > position.id
}

function format({ score, member, byBytes }: Omit<Position, 'id'>): string {
  return `${score}${byBytes ? '/' : ':'}${member}`
}

function parse(text: string): Position {
  const separator = text.search(/[/:]/)
  const member = text.slice(separator + 1)
  const byBytes = text[separator] === '/'
  return { score: Number(text.slice(0, separator)), member, id: idOf(member), byBytes }
}
