import type { Evaluate } from '../evaluate.js'
import { fail } from '../term.js'

/** A call of a function by its name in SQL. An unknown name fails when it is run, as in EMQX. */
export function applyFunction(name: string, parameters: readonly Evaluate[]): Evaluate {
  return (row) => {
    for (const parameter of parameters) parameter(row)
    return fail(`sql_function_not_supported ${name}`)
  }
}
