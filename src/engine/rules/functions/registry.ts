import type { FunctionName } from '../../../rulesql/functions.js'
import { calculate } from '../arithmetic.js'
import type { Evaluate } from '../evaluate.js'
import { fail, normal } from '../term.js'
import { bitFunctions } from './bits.js'
import { conversionFunctions } from './conversion.js'
import { type Implementation, takes } from './define.js'
import { encodingFunctions } from './encoding.js'
import { eventFunctions } from './event.js'
import { jqFunctions } from './jq.js'
import { listFunctions } from './lists.js'
import { mapFunctions } from './maps.js'
import { mathFunctions } from './math.js'
import { stateFunctions } from './state.js'
import { textFunctions } from './text.js'
import { timeFunctions } from './time.js'
import { typeFunctions } from './types.js'

const named: Readonly<Record<FunctionName, Implementation>> = {
  ...mathFunctions,
  ...typeFunctions,
  ...conversionFunctions,
  ...textFunctions,
  ...mapFunctions,
  ...listFunctions,
  ...encodingFunctions,
  ...bitFunctions,
  ...timeFunctions,
  ...eventFunctions,
  ...stateFunctions,
  ...jqFunctions
}

/** Operators are functions too, where their name is put in double quotes: `"+"(1, 2)`. */
const operators = (['+', '-', '*', '/'] as const).map((operator): readonly [string, Implementation] => [
  operator,
  takes(2, (left, right) => calculate(operator, left, right))
])

const implementations: ReadonlyMap<string, Implementation> = new Map([...Object.entries(named), ...operators])

/** A call of a function by its name in SQL. An unknown one, or with too few or many arguments, fails when it is run. */
export function applyFunction(name: string, parameters: readonly Evaluate[]): Evaluate {
  const found = implementations.get(name)
  const count = parameters.length
  if (found === undefined || count < found.least || count > found.most) {
    return (row) => {
      for (const parameter of parameters) parameter(row)
      return fail(`sql_function_not_supported: ${name}/${count}`)
    }
  }
  const { run } = found
  return (row) =>
    run(
      parameters.map((parameter) => normal(parameter(row))),
      row
    )
}
