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
 */
export async function readMembers(
  client: Client,
  topic: string,
  after: string | undefined,
  limit: number
): Promise<MemberPage> {
  const key = prefix + topic
  let position = after === undefined ? undefined : parse(after)
  for (;;) {
    const window = Math.max(limit, leastWindow)
    const start = position === undefined ? 0 : await client.zcount(key, '-inf', `(${position.score}`)
    const found = await readRange(client, key, start, window + 1)
    const [first] = found
    const last = found.at(-1)
    if (first === undefined || last === undefined) return { members: [], next: undefined }
    const isCut = found.length > window
    if (isCut && first.score === last.score) return readCrowd(client, key, first.score, start, position, limit)
    const whole = isCut ? found.filter(({ score }) => score !== last.score) : found
    const fresh = whole.filter((member) => isAfter(member, position)).sort(byScoreAndId)
    const members = fresh.slice(0, limit)
    const end = members.at(-1)
    if (end !== undefined) {
      const isMore = isCut || members.length < fresh.length
      return { members, next: isMore ? format({ ...end, byBytes: false }) : undefined }
    }
    if (!isCut) return { members: [], next: undefined }
    position = { score: last.score, member: '', id: '', byBytes: false }
  }
}

async function readRange(client: Client, key: string, start: number, count: number): Promise<Member[]> {
  const reply = await client.zrange(key, start, String(start + count - 1), 'WITHSCORES')
  const members: Member[] = []
  for (let index = 0; index < reply.length; index += 2) {
    const member = reply[index] ?? ''
    members.push({ member, id: idOf(member), score: Number(reply[index + 1]) })
  }
  return members
}

/** A page out of more members of one score than the window holds, by the bytes of their texts. */
async function readCrowd(
  client: Client,
  key: string,
  score: number,
  start: number,
  position: Position | undefined,
  limit: number
): Promise<MemberPage> {
  const isInside = position?.byBytes === true && position.score === score
  const from = isInside ? await rankAfter(client, key, position, start) : start
  const found = await readRange(client, key, from, limit + 1)
  const members = found.slice(0, limit)
  const end = members.at(-1)
  const next = end !== undefined && found.length > limit ? format({ ...end, byBytes: true }) : undefined
  return { members, next }
}

/** The rank of the first member behind a position whose own member may have been deleted since: a binary search. */
async function rankAfter(client: Client, key: string, position: Position, start: number): Promise<number> {
  const rank = await client.zrank(key, position.member)
  if (rank !== null) return rank + 1
  let low = start
  let high = await client.zcount(key, '-inf', position.score)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [member] = await client.zrange(key, middle, String(middle))
    if (member !== undefined && member <= position.member) low = middle + 1
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
