import { type Term, isBinary, isList, isMap, isNumber } from '../term.js'
import { type Implementation, takes } from './define.js'
import { jsonMap } from './maps.js'

function test(holds: (value: Term) => boolean): Implementation {
  return takes(1, holds)
}

const isUndefined = (value: Term): boolean => value === undefined
const isNull = (value: Term): boolean => value === undefined || value === null

/** Of lists, text and objects, also of an object's JSON text. */
function isEmpty(value: Term): boolean {
  if (isList(value)) return value.length === 0
  return value === '' || jsonMap(value).size === 0
}

export const typeFunctions = {
  is_null: test(isUndefined),
  is_not_null: test((value) => !isUndefined(value)),
  is_null_var: test(isNull),
  is_not_null_var: test((value) => !isNull(value)),
  is_str: test(isBinary),
  is_bool: test((value) => typeof value === 'boolean'),
  is_int: test((value) => typeof value === 'bigint'),
  is_float: test((value) => typeof value === 'number'),
  is_num: test(isNumber),
  is_map: test(isMap),
  is_array: test(isList),
  is_empty: test(isEmpty)
}
