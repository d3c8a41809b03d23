import { type Term, fail } from '../term.js'
import { takes } from './define.js'

export const jqFunctions = {
  jq: takes(2, (): Term => fail('jq'), 3)
}
