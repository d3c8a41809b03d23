/** What the tests use of qlobber, which has no types of its own. */
declare module 'qlobber' {
  export class Qlobber<T> {
    constructor(options: {
      separator: string
      wildcard_one: string
      wildcard_some: string
      match_empty_levels: boolean
    })
    add(filter: string, value: T): void
    match(topic: string): T[]
  }
}
