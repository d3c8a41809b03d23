/** Most removals of a kind that can be taken back. */
const most = 20

/** What was removed lately, by id, as it was: secrets too, so it never leaves the engine and is written nowhere. */
export class Removed<Item extends { readonly id: string }> {
  private readonly items = new Map<string, Item>()

  put(item: Item): void {
    this.items.delete(item.id)
    this.items.set(item.id, item)
    for (const oldest of [...this.items.keys()].slice(0, -most)) this.items.delete(oldest)
  }

  get(id: string): Item | undefined {
    return this.items.get(id)
  }

  forget(id: string): void {
    this.items.delete(id)
  }
}
