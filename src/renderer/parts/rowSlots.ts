type Key = string | number

/**
 * Which element shows which row: one that stays keeps its own, and one that comes takes that of one that went. To write
 * other words into what is there costs far less than to make it anew.
 */
export class RowSlots {
  private slots: ReadonlyMap<Key, number> = new Map()
  private made = 0
  private holding: Key | undefined

  /** The row that has the focus: when it goes, its element goes too, and the focus does not pass to another row. */
  hold(key: Key | undefined): void {
    this.holding = key
  }

  get held(): Key | undefined {
    return this.holding
  }

  /** A slot for each of the rows that are there now. */
  assign(keys: readonly Key[]): ReadonlyMap<Key, number> {
    const present = new Set(keys)
    const free = [...this.slots].flatMap(([key, slot]) => (present.has(key) || key === this.holding ? [] : [slot]))
    this.slots = new Map(keys.map((key) => [key, this.slots.get(key) ?? free.shift() ?? this.made++]))
    return this.slots
  }
}
