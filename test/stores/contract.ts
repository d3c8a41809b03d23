import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newMessageId } from '../../src/engine/stores/messageId.js'
import type { FetchedMessage, FetchQuery, Store, StoredMessage } from '../../src/engine/stores/store.js'
import { payloadMark } from '../../src/shared/markedPayload.js'

/** What a backend has to bring for the suite. Everything happens in a database of its own. */
export interface Harness {
  /** A store on the harness's database, not initialised. */
  open(): Store
  /** Removes every message, not by the store. */
  clear(): Promise<void>
  close(): Promise<void>
  /** Largest payload in bytes that a message can have here. */
  readonly largestPayload: number
  /** Longest topic in characters. */
  readonly longestTopic: number | undefined
  readonly longestSender: number | undefined
  readonly wildcard: boolean
  /** Whether `time_range` and `max_returned_count` exist. */
  readonly fetchLimits: boolean
  /** Whether a look counts more rows than it shows. */
  readonly counts: boolean
}

const ttl = 7200
const saveOptions = { again: false, ttl }

export function message(part: Partial<StoredMessage> = {}): StoredMessage {
  return {
    id: newMessageId(),
    topic: 't/1',
    from: 'publisher-1',
    qos: 1,
    retain: false,
    payload: Buffer.from('{ "msg": "hello" }'),
    timestamp: Date.now(),
    ...part
  }
}

export function messages(count: number, part: (index: number) => Partial<StoredMessage> = () => ({})): StoredMessage[] {
  return Array.from({ length: count }, (_, index) => message(part(index)))
}

/** Everything that a query gives, page by page. */
export async function fetchAll(store: Store, query: Partial<FetchQuery> = {}): Promise<FetchedMessage[]> {
  const all: FetchedMessage[] = []
  let after: string | undefined
  do {
    const page = await store.fetch({
      topic: 't/1',
      wildcard: false,
      limit: 100,
      newest: undefined,
      since: undefined,
      ...query,
      after
    })
    expect(page.messages.length).toBeLessThanOrEqual(query.limit ?? 100)
    all.push(...page.messages)
    after = page.next
  } while (after !== undefined)
  return all
}

/** Ids of everything, while each page is deleted in the middle of the reads of the next, as acknowledgements do it. */
export async function fetchWhileDeleting(store: Store): Promise<string[]> {
  const seen: string[] = []
  const deletes: Promise<void>[] = []
  let given: readonly FetchedMessage[] = []
  let after: string | undefined
  do {
    const query = { topic: 't/1', wildcard: false, limit: 100, newest: undefined, since: undefined, after }
    const page = store.fetch(query)
    if (given.length > 0) deletes.push(store.remove(given))
    const { messages: found, next } = await page
    given = found
    seen.push(...ids(found))
    after = next
  } while (after !== undefined)
  if (given.length > 0) deletes.push(store.remove(given))
  await Promise.all(deletes)
  return seen
}

export const ids = (found: readonly { readonly id: string }[]): string[] => found.map(({ id }) => id)

/** Runs over every backend: what a store promises, whatever is behind it. */
export function storeContract(name: string, setUp: () => Promise<Harness>): void {
  describe(`store contract: ${name}`, () => {
    let harness: Harness
    let store: Store

    beforeAll(async () => {
      harness = await setUp()
      store = harness.open()
      await store.init()
    }, 120_000)
    beforeEach(() => harness.clear())
    afterAll(async () => {
      await store.close()
      await harness.close()
    })

    it('names the server', async () => {
      expect(await store.test()).toMatch(/^\w+ \d/)
    })

    it('is ready after init, and init again changes nothing', async () => {
      await store.save([message()], saveOptions)
      expect(await store.plan()).toMatchObject({ state: 'ready', statements: [] })
      expect(await store.init()).toMatchObject({ state: 'ready', statements: [] })
      expect(await fetchAll(store)).toHaveLength(1)
    })

    it('gives back what was saved, whole', async () => {
      const saved = message({ qos: 2, retain: true, from: 'Zoë', timestamp: 1_594_606_150_714 })
      await store.save([saved], saveOptions)
      const [found] = await fetchAll(store)
      const { key, ...rest } = found ?? {}
      expect(key).toBeDefined()
      const { timestamp, ...expected } = saved
      const { timestamp: arrived, ...actual } = rest as StoredMessage
      expect(actual).toEqual(expected)
      // A column of whole seconds keeps no more than those.
      expect(Math.abs(arrived - timestamp)).toBeLessThan(1000)
    })

    it('keeps the order of a batch and of batches, over pages', async () => {
      const saved = messages(257)
      await store.save(saved.slice(0, 200), saveOptions)
      await store.save(saved.slice(200), saveOptions)
      expect(ids(await fetchAll(store, { limit: 10 }))).toEqual(ids(saved))
    })

    it('gives everything while what it gave is deleted', async () => {
      const now = Date.now()
      const saved = messages(3000, (index) => ({ timestamp: now + index }))
      await store.save(saved, saveOptions)
      expect(await fetchWhileDeleting(store)).toEqual(ids(saved))
      expect(await fetchAll(store)).toEqual([])
    })

    it('keeps the order of messages of the same millisecond', async () => {
      const now = Date.now()
      const saved = messages(120, () => ({ timestamp: now }))
      await store.save(saved, saveOptions)
      expect(ids(await fetchAll(store, { limit: 7 }))).toEqual(ids(saved))
    })

    it('pages rightly while what was fetched is deleted', async () => {
      const saved = messages(50)
      await store.save(saved, saveOptions)
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await store.fetch({
          topic: 't/1',
          wildcard: false,
          after,
          limit: 8,
          newest: undefined,
          since: undefined
        })
        seen.push(...ids(page.messages))
        await store.remove(page.messages.slice(0, 5))
        after = page.next
      } while (after !== undefined)
      expect(seen).toEqual(ids(saved))
      expect(await fetchAll(store)).toHaveLength(50 - 6 * 5 - 2)
    })

    it('ends with no further page, also on the border of one', async () => {
      await store.save(messages(20), saveOptions)
      expect(await fetchAll(store, { limit: 10 })).toHaveLength(20)
      expect(await fetchAll(store, { topic: 'nothing/here' })).toEqual([])
    })

    it('finds the exact topic only', async () => {
      const topics = [
        't/1',
        'T/1',
        't/1 ',
        't/10',
        't',
        't/1/',
        '/t/1',
        't_1',
        't/ä',
        't/a',
        '主题/一',
        '主题/二',
        '📦/🚚',
        '__proto__',
        "'; drop table mqtt_msg; --"
      ]
      const saved = topics.map((topic) => message({ topic }))
      await store.save(saved, saveOptions)
      for (const { id, topic } of saved) {
        const found = await fetchAll(store, { topic })
        expect(found.map((each) => [each.id, each.topic])).toEqual([[id, topic]])
      }
    })

    it('keeps every payload byte for byte', async () => {
      const payloads = samplePayloads(harness.largestPayload)
      const saved = payloads.map((payload) => message({ payload }))
      await store.save(saved, saveOptions)
      const found = await fetchAll(store)
      expect(found).toHaveLength(saved.length)
      for (const [index, { payload }] of found.entries()) {
        expect(payload.equals(payloads[index] ?? Buffer.alloc(0)), `payload ${index}`).toBe(true)
      }
    })

    it('takes payload views that do not begin at the start of their buffer', async () => {
      const whole = Buffer.from('before hello after')
      await store.save([message({ payload: whole.subarray(7, 12) })], saveOptions)
      expect((await fetchAll(store))[0]?.payload.toString()).toBe('hello')
    })

    it('refuses what does not fit, says why, and saves the others', async () => {
      // MQTT's own limit is 65,535 bytes.
      const { longestTopic: topic = 16_000, longestSender: sender = 16_000 } = harness
      const batch = [
        message(),
        message({ topic: '道'.repeat(topic + 1) }),
        message(),
        message({ from: '🚚'.repeat(sender + 1) }),
        message({ topic: '🚚'.repeat(topic) }),
        message({ from: '道'.repeat(sender) })
      ]
      const result = await store.save(batch, saveOptions)
      const reasons = result.refused.map(({ index, error }) => [index, error.code])
      const expected = []
      if (harness.longestTopic !== undefined) expected.push([1, 'message_topic_too_long'])
      if (harness.longestSender !== undefined) expected.push([3, 'message_sender_too_long'])
      expect(reasons).toEqual(expected)
      expect(result.keys).toHaveLength(batch.length)
      for (const [index, key] of result.keys.entries()) {
        expect(key === undefined, `key ${index}`).toBe(expected.some(([refused]) => refused === index))
      }
      const found = ids(await fetchAll(store))
      expect(found).toEqual(
        ids(
          [batch[0], batch[2], ...(harness.longestSender === undefined ? [batch[3]] : []), batch[5]].filter(
            (each) => each !== undefined
          )
        )
      )
      expect(await fetchAll(store, { topic: '🚚'.repeat(topic) })).toHaveLength(1)
    })

    it('refuses a payload larger than the store can hold', async () => {
      if (harness.largestPayload > 32 * 1024 * 1024) return
      const batch = [message(), message({ payload: Buffer.alloc(harness.largestPayload + 1, 97) }), message()]
      const result = await store.save(batch, saveOptions)
      expect(result.refused.map(({ index, error }) => [index, error.code])).toEqual([[1, 'message_payload_too_large']])
      expect(await fetchAll(store)).toHaveLength(2)
    })

    it('does not store ids twice when a batch is sent again', async () => {
      const saved = messages(30)
      const first = await store.save(saved.slice(0, 20), saveOptions)
      const again = await store.save(saved, { ...saveOptions, again: true })
      expect(again.keys.slice(0, 20)).toEqual(first.keys)
      expect(again.keys.every((key) => key !== undefined)).toBe(true)
      expect(ids(await fetchAll(store))).toEqual(ids(saved))
      await store.save(saved, { ...saveOptions, again: true })
      expect(await fetchAll(store)).toHaveLength(30)
    })

    it('deletes by the keys that saving gave', async () => {
      const saved = messages(30)
      const { keys } = await store.save(saved, saveOptions)
      const gone = saved.slice(5, 25).map(({ id, topic }, index) => ({ id, topic, key: keys[index + 5] }))
      await store.remove(gone)
      expect(ids(await fetchAll(store))).toEqual(ids([...saved.slice(0, 5), ...saved.slice(25)]))
    })

    it('deletes by the keys that fetching gave, and by id and topic', async () => {
      const saved = messages(30)
      await store.save(saved, saveOptions)
      const found = await fetchAll(store)
      await store.remove([...found.slice(0, 10), ...found.slice(10, 20).map((each) => ({ ...each, key: undefined }))])
      expect(ids(await fetchAll(store))).toEqual(ids(saved.slice(20)))
    })

    it('takes the deletion of what is not there for done', async () => {
      const [kept, gone] = messages(2)
      if (kept === undefined || gone === undefined) throw new Error('two were asked for')
      await store.save([kept, gone], saveOptions)
      const found = (await fetchAll(store)).filter(({ id }) => id === gone.id)
      await store.remove(found)
      await store.remove(found)
      await store.remove([{ id: newMessageId(), topic: 't/1', key: undefined }])
      await store.remove([])
      expect(ids(await fetchAll(store))).toEqual([kept.id])
    })

    it('deletes on many topics at once', async () => {
      const saved = messages(100, (index) => ({ topic: `t/${index % 10}` }))
      const { keys } = await store.save(saved, saveOptions)
      await store.remove(saved.map(({ id, topic }, index) => ({ id, topic, key: keys[index] })))
      for (let topic = 0; topic < 10; topic += 1) expect(await fetchAll(store, { topic: `t/${topic}` })).toEqual([])
    })

    it('saves concurrently, each batch in order', async () => {
      const batches = Array.from({ length: 8 }, (_, batch) => messages(50, () => ({ topic: `t/${batch}` })))
      await Promise.all(batches.map((batch) => store.save(batch, saveOptions)))
      for (const [batch, saved] of batches.entries()) {
        expect(ids(await fetchAll(store, { topic: `t/${batch}` }))).toEqual(ids(saved))
      }
    })

    it('saves an empty batch', async () => {
      expect(await store.save([], saveOptions)).toEqual({ keys: [], refused: [] })
    })

    it('returns only the newest, oldest of them first', async () => {
      if (!harness.fetchLimits) return
      const saved = messages(40)
      await store.save(saved, saveOptions)
      expect(ids(await fetchAll(store, { newest: 15 }))).toEqual(ids(saved.slice(25)))
      expect(ids(await fetchAll(store, { newest: 15, limit: 4 }))).toEqual(ids(saved.slice(25)))
      expect(ids(await fetchAll(store, { newest: 15, limit: 5 }))).toEqual(ids(saved.slice(25)))
      expect(ids(await fetchAll(store, { newest: 100 }))).toEqual(ids(saved))
    })

    it('returns only what arrived since', async () => {
      if (!harness.fetchLimits) return
      const now = Math.floor(Date.now() / 1000) * 1000
      const saved = messages(20, (index) => ({ timestamp: now - (20 - index) * 60_000 }))
      await store.save(saved, saveOptions)
      expect(ids(await fetchAll(store, { since: now - 5 * 60_000 }))).toEqual(ids(saved.slice(15)))
      expect(ids(await fetchAll(store, { since: now - 5 * 60_000, limit: 2 }))).toEqual(ids(saved.slice(15)))
      expect(ids(await fetchAll(store, { since: now - 5 * 60_000, newest: 3 }))).toEqual(ids(saved.slice(17)))
      expect(ids(await fetchAll(store, { since: now - 5 * 60_000, newest: 7, limit: 2 }))).toEqual(ids(saved.slice(15)))
    })

    it('finds by wildcard as MQTT does, or nothing at all', async () => {
      const topics = ['a/b', 'a/b/c', 'a', 'a/', '/a', 'A/b', 'ab', '$a/b', 'a/x.y', 'a/xzy', 'a%b', 'x/b/c']
      await store.save(
        topics.map((topic) => message({ topic })),
        saveOptions
      )
      const cases: Record<string, string[]> = {
        'a/#': ['a/b', 'a/b/c', 'a', 'a/', 'a/x.y', 'a/xzy'],
        'a/+': ['a/b', 'a/', 'a/x.y', 'a/xzy'],
        '+/b': ['a/b', 'A/b'],
        '+/b/#': ['a/b', 'a/b/c', 'A/b', 'x/b/c'],
        '#': topics.filter((topic) => topic !== '$a/b'),
        '$a/#': ['$a/b'],
        '+': ['a', 'ab', 'a%b'],
        '/+': ['/a']
      }
      for (const [topic, expected] of Object.entries(cases)) {
        const found = await fetchAll(store, { topic, wildcard: true, limit: 3 })
        expect(
          found.map((each) => each.topic),
          topic
        ).toEqual(harness.wildcard ? expected : [])
      }
      if (harness.wildcard) {
        const newest = await fetchAll(store, { topic: 'a/#', wildcard: true, newest: 2 })
        expect(newest.map((each) => each.topic)).toEqual(['a/x.y', 'a/xzy'])
      }
    })

    it('shows the newest rows, bounded, with the statement', async () => {
      const saved = messages(12)
      await store.save(saved, saveOptions)
      const look = await store.inspect(5)
      expect(look.statement).toMatch(/mqtt/)
      expect(look.rows.length).toBeLessThanOrEqual(5)
      const shown = look.rows.map(({ messageId }) => messageId)
      for (const row of look.rows) {
        expect(row.cells).toHaveLength(look.columns.length)
        expect(ids(saved)).toContain(row.messageId)
      }
      expect(new Set(look.rows.map(({ key }) => key)).size).toBe(look.rows.length)
      expect(shown).toContain(saved.at(-1)?.id)
      expect(look.count).toBe(harness.counts ? 12 : undefined)
    })

    it('shows an empty store', async () => {
      // What was there a moment ago may be looked for in turns.
      await expect.poll(() => store.inspect(5), { timeout: 20_000 }).toMatchObject({ rows: [], count: 0 })
    })

    it('sees what another store object saved, and refuses work after close', async () => {
      const other = harness.open()
      await other.save([message()], saveOptions)
      await other.close()
      expect(await fetchAll(store)).toHaveLength(1)
      await expect(other.save([message()], saveOptions)).rejects.toMatchObject({ code: 'store_closed' })
      await expect(other.test()).rejects.toMatchObject({ code: 'store_closed' })
      await other.close()
    })

    it('closes without ever having connected', async () => {
      await harness.open().close()
    })
  })
}

/** Payloads that text columns cannot hold as they are, and texts that look like our own mark. */
export function samplePayloads(largest: number): Buffer[] {
  const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const marked = Buffer.from(payloadMark + allBytes.toString('base64'))
  const big = Math.min(1024 * 1024, largest)
  return [
    Buffer.alloc(0),
    Buffer.from([0]),
    allBytes,
    Buffer.from('NUL \0 in the middle'),
    Buffer.from([0xc3]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xff, 0xfe, 0xfd]),
    Buffer.from([0xef, 0xbb, 0xbf, 0x41]),
    Buffer.from('{"text":"quotes \\" and \\\\ and \'"}\r\n\t'),
    Buffer.from('中文 日本語 한국어 עברית 🚚📦 é é'),
    Buffer.from(payloadMark),
    marked,
    Buffer.from(payloadMark + marked.toString('base64')),
    Buffer.from(`${payloadMark}not base64!`),
    Buffer.from('\\x48656c6c6f'),
    Buffer.from('NULL'),
    Buffer.alloc(big, 'text '),
    Buffer.alloc(big, allBytes)
  ]
}
