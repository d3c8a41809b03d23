import { builtinOf } from '../jq/builtins.js'
import { Budget, Raised, type Scope, run } from '../jq/run.js'
import { plainText } from '../jq/formats.js'
import { type Filter, parseProgram } from '../jq/syntax.js'
import { decodeJson } from '../payload.js'
import { type Term, fail, isBinary, isList, isMap } from '../term.js'
import { entriesInOrder } from '../termMap.js'
import { integer, takes, text } from './define.js'

/** EMQX waits ten seconds; here the whole process would wait with it. */
const longestMs = 1000
const cacheSize = 100

const programs = new Map<string, Filter>()

function programOf(source: string): Filter {
  const known = programs.get(source)
  if (known !== undefined) return known
  const program = parseProgram(source)
  if (programs.size >= cacheSize) programs.clear()
  programs.set(source, program)
  return program
}

/** All results of a program on JSON text or on a value. */
function jq(program: Term, input: Term, timeout: Term = BigInt(longestMs)): Term {
  const milliseconds = Math.min(Number(integer(timeout)), longestMs)
  const names = { variables: new Map(), functions: new Map(), labels: new Map() }
  const scope: Scope = { ...names, builtins: builtinOf, budget: new Budget(milliseconds) }
  try {
    return [...run(programOf(text(program)), isBinary(input) ? decodeJson(input) : inOrder(input), scope)]
  } catch (error) {
    if (error instanceof Raised) fail(`jq: ${plainText(error.value)}`)
    // A program may call itself for ever.
    if (error instanceof RangeError) fail('jq: too deep')
    throw error
  }
}

/** An object that is not text has its members in EMQX's order. */
function inOrder(value: Term): Term {
  if (isList(value)) return value.map(inOrder)
  return isMap(value) ? new Map(entriesInOrder(value).map(([key, member]) => [key, inOrder(member)])) : value
}

export const jqFunctions = {
  jq: takes(2, jq, 3)
}
