import { builtins } from '../jq/builtins.js'
import { Budget, type Scope, run } from '../jq/run.js'
import { type Filter, parseProgram } from '../jq/syntax.js'
import { decodeJson } from '../payload.js'
import { type Term, fail, isBinary } from '../term.js'
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
  const scope: Scope = { variables: new Map(), functions: new Map(), builtins, budget: new Budget(milliseconds) }
  try {
    return [...run(programOf(text(program)), isBinary(input) ? decodeJson(input) : input, scope)]
  } catch (error) {
    // A program may call itself for ever.
    if (error instanceof RangeError) fail('jq: too deep')
    throw error
  }
}

export const jqFunctions = {
  jq: takes(2, jq, 3)
}
