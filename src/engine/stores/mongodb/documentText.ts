import type { Document } from 'mongodb'
import type { StoreLook } from '../../../shared/storeLook.js'
import type { Driver } from './connection.js'

/** A look is for the eyes: of a longer value only its beginning is carried, and of a longer document. */
const valueShown = 4096
const documentShown = 16_384
/** What a value takes that has no length of its own, and the name of a field. */
const leastTaken = 16

interface Room {
  left: number
  isCut: boolean
}

/** A document with the types that MongoDB gave its values, as canonical Extended JSON. */
export function documentText(document: Document, driver: Driver): NonNullable<StoreLook['rows'][number]['document']> {
  const room: Room = { left: documentShown, isCut: false }
  const text = driver.BSON.EJSON.stringify(beginningOf(document, room, driver), { relaxed: false })
  return { text, isCut: room.isCut }
}

function beginningOf(value: unknown, room: Room, driver: Driver): unknown {
  const { Binary } = driver
  room.left -= leastTaken
  if (typeof value === 'string') return value.slice(0, take(value.length, room))
  if (value instanceof Binary) {
    const bytes = value.value()
    return new Binary(bytes.subarray(0, take(bytes.length, room)), value.sub_type)
  }
  if (Array.isArray(value)) return fitting(value, room).map((item) => beginningOf(item, room, driver))
  if (typeof value !== 'object' || value === null || '_bsontype' in value) return value
  if (value instanceof Date || value instanceof RegExp) return value
  return Object.fromEntries(
    fitting(Object.entries(value), room).map(([name, member]) => [name, beginningOf(member, room, driver)])
  )
}

/** How much of a length there is room for. */
function take(length: number, room: Room): number {
  const taken = Math.min(length, valueShown, Math.max(0, room.left))
  room.left -= taken
  if (taken < length) room.isCut = true
  return taken
}

/** The members that there is room for, whatever they are. */
function fitting<Member>(members: readonly Member[], room: Room): readonly Member[] {
  const most = Math.ceil(Math.max(0, room.left) / leastTaken)
  if (members.length > most) room.isCut = true
  return members.slice(0, most)
}
