import { atMost, largestMemory, mostValues } from '../bounds.js'
import { printJson } from '../jsonText.js'
import { type Term, normal } from '../term.js'
import { takes, takesAny, text } from './define.js'

/** What rules remember from one event to the next. EMQX keeps one table a node, and one a connection's process. */
class Memory {
  private values = new Map<string, Term>()
  /** Characters of keys and values as JSON. */
  private sizes = new Map<string, number>()
  private size = 0

  /** Does something, and then is as it was before. */
  rehearse<Result>(act: () => Result): Result {
    const { values, sizes, size } = this
    this.values = new Map(values)
    this.sizes = new Map(sizes)
    try {
      return act()
    } finally {
      Object.assign(this, { values, sizes, size })
    }
  }

  get(key: Term, otherwise?: Term): Term {
    const name = nameOf(key)
    return this.values.has(name) ? this.values.get(name) : otherwise
  }

  /** What was there before. */
  put(key: Term, value: Term): Term {
    const name = nameOf(key)
    const size = name.length + nameOf(value).length
    const known = this.sizes.get(name)
    const all = this.size - (known ?? 0) + size
    atMost(largestMemory, all)
    atMost(mostValues, this.sizes.size + (known === undefined ? 1 : 0))
    const before = this.values.get(name)
    this.values.set(name, value)
    this.sizes.set(name, size)
    this.size = all
    return before
  }

  delete(key: Term): Term {
    const before = this.get(key)
    const name = nameOf(key)
    this.size -= this.sizes.get(name) ?? 0
    this.sizes.delete(name)
    this.values.delete(name)
    return before
  }
}

/** Keys may be any value; 1 and '1' are two. */
function nameOf(key: Term): string {
  return printJson(normal(key))
}

const table = new Memory()
/** There is one process here, so all connections share what EMQX keeps apart for each. */
const dictionary = new Memory()

/** Runs rules whose writes are to be forgotten. */
export function rehearse<Result>(act: () => Result): Result {
  return table.rehearse(() => dictionary.rehearse(act))
}

/** Only variables that begin so can be read, as in EMQX. */
const environmentPrefix = 'EMQXVAR_'

export const stateFunctions = {
  getenv: takes(1, (name) => process.env[environmentPrefix + text(name)] ?? ''),
  kv_store_get: takesAny(1, (key, otherwise) => table.get(key, otherwise), 2),
  kv_store_put: takes(2, (key, value) => {
    table.put(key, value)
    return true
  }),
  kv_store_del: takes(1, (key) => {
    table.delete(key)
    return true
  }),
  proc_dict_get: takes(1, (key) => dictionary.get(key)),
  proc_dict_put: takes(2, (key, value) => dictionary.put(key, value)),
  proc_dict_del: takes(1, (key) => dictionary.delete(key))
}
