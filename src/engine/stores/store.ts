import type { AppError } from '../../shared/errors.js'
import type { InitPlan } from '../../shared/contract.js'
import type { Cell, StoreLook } from '../../shared/storeLook.js'

/**
 * The contract of a store: what a backend has to do, and nothing more. Stores only translate; order, batching,
 * paging, retries and what counts as success belong to the cycle (docs/architecture.md).
 *
 * Every method rejects with an AppError whose code begins with `store_`; the cycle tries again later.
 */
export interface Store {
  /** Connects if need be and asks the server something trivial. Resolves to the server's name and version. */
  test(): Promise<string>

  /** What `init` would do: nothing is changed. Rejects with `store_shape_differs` where the shape is another one. */
  plan(): Promise<InitPlan>

  /**
   * Creates what `plan` said is missing, by the chapter's own statements. Never alters, never drops. When the signal
   * comes it rejects with its reason; a statement that was done by then stays done.
   */
  init(signal?: AbortSignal): Promise<InitPlan>

  /**
   * Stores a batch in order, all or nothing but for messages that the store refuses for good (topic too long …):
   * those come back as refusals and the others are stored. After it resolves the batch is durable.
   * `again`: the batch was sent before with an unknown outcome; ids that are there already are not stored twice.
   */
  save(batch: readonly StoredMessage[], options: SaveOptions): Promise<SaveResult>

  /** One page of stored messages, oldest first. */
  fetch(query: FetchQuery): Promise<FetchPage>

  /** Deletes a batch; what is not there is no error. By key where it is known, else by message id and topic. */
  remove(batch: readonly Removal[]): Promise<void>

  /** The newest rows for a person to look at, at most `limit`, with the statement that was sent. */
  inspect(limit: number): Promise<Omit<StoreLook, 'resourceId' | 'error'>>

  /**
   * Answers a line in the backend's own language (`select …`, `HGETALL …`, `db.mqtt_msg.find()`). Only what reads is
   * known here: rejects with `console_write_refused` or `console_statement_unknown` for the rest.
   */
  ask(line: string): Promise<ConsoleAnswer>

  /** Left out where a fetch never reads past messages of other topics (Redis, Cassandra). */
  readonly topicIndex?: TopicIndex | undefined

  close(): Promise<void>
}

/**
 * The index of its own that a store offers: the tables of the chapter have none that serves a fetch by topic. It is made
 * only when a person asks for it.
 */
export interface TopicIndex {
  /** About how many rows a fetch by topic reads past; 0 where an index serves it, or where they are too few to matter. */
  scanned(): Promise<number>

  /** The statement that would make it; `ready` where there is one, whoever made it. */
  plan(): Promise<InitPlan>

  /**
   * Makes it, which may take minutes; messages are saved and deleted meanwhile. When the signal comes, the server is told
   * to stop and nothing of the index is left; then it rejects with the signal's reason.
   */
  init(signal?: AbortSignal): Promise<InitPlan>
}

/** From so many rows on, reading past them all is felt at each fetch. */
export const rowsFelt = 20_000

/** What a person gets to see in answer to a line, as a table. */
export interface ConsoleAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Whether there is more than `consoleRows` rows, of which only so many are here. */
  readonly isCut: boolean
}

export const consoleRows = 200

/** A message as it is kept: what EMQX keeps, no more (MQTT 5 properties and user names are not stored). */
export interface StoredMessage {
  /** 32 upper-case hex digits. */
  readonly id: string
  readonly topic: string
  /** The publisher's client id. */
  readonly from: string
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
  /** The bytes as published; a store that keeps text turns them into a reversible form and back. */
  readonly payload: Buffer
  /** When the broker received it, ms since the epoch. */
  readonly timestamp: number
}

/** The store's own name for a row (a row id, an ObjectId): deleting by it needs no search. */
export type RowKey = string | number

export interface SaveOptions {
  readonly again: boolean
  /** Redis only: seconds until the message expires. */
  readonly ttl?: number | undefined
}

export interface SaveResult {
  /** The row key of each message of the batch, by its place; undefined where the store has none or refused it. */
  readonly keys: readonly (RowKey | undefined)[]
  readonly refused: readonly { readonly index: number; readonly error: AppError }[]
}

export interface FetchQuery {
  /** A topic name, or with `wildcard` a topic filter. */
  readonly topic: string
  readonly wildcard: boolean
  /** The cursor of the page before; undefined for the first. */
  readonly after: string | undefined
  readonly limit: number
  /** `max_returned_count`: of all that fit only the newest so many; undefined for all. */
  readonly newest: number | undefined
  /** `time_range`: nothing that arrived before this time, ms since the epoch. */
  readonly since: number | undefined
}

export interface FetchedMessage extends StoredMessage {
  readonly key: RowKey | undefined
}

export interface FetchPage {
  readonly messages: readonly FetchedMessage[]
  /** Where the next page begins; undefined when this was the last. */
  readonly next: string | undefined
}

export interface Removal {
  readonly id: string
  readonly topic: string
  readonly key: RowKey | undefined
}
