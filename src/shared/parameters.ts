import { z } from 'zod'
import { strictObject } from './strictObject.js'

/**
 * A parameter of a resource type or an action, as EMQX 4.x's dashboard describes it: one description makes the
 * form in the window, the check of a config file and the defaults.
 */
export interface Parameter {
  readonly name: string
  /** `text` is a string of several lines; `choice` one of `choices`, or a text of the form `format`. */
  readonly kind: 'string' | 'text' | 'password' | 'number' | 'boolean' | 'enum' | 'choice' | 'file'
  readonly required?: boolean
  readonly default?: string | number | boolean
  /** Allowed values of an enum. */
  readonly values?: readonly string[]
  /** What a choice offers. */
  readonly choices?: readonly ParameterValue[]
  /** Lower and upper bound of a number, both inclusive. */
  readonly range?: readonly [number, number]
  /** What a text has to look like, and an example for the error. */
  readonly format?: { readonly pattern: RegExp; readonly example: string }
  /** It counts only where another parameter has this value. */
  readonly only?: readonly [name: string, value: ParameterValue]
}

export type ParameterValue = string | number | boolean
export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** A strict object schema: defaults filled in, unknown keys refused, so that a typing error is never ignored. */
export function schemaOf(parameters: readonly Parameter[]): z.ZodType<ParameterValues> {
  const shape: Record<string, z.ZodType<ParameterValue | undefined>> = {}
  for (const parameter of parameters) shape[parameter.name] = fieldOf(parameter)
  return strictObject(shape) as unknown as z.ZodType<ParameterValues>
}

function fieldOf(parameter: Parameter): z.ZodType<ParameterValue | undefined> {
  const base = baseOf(parameter)
  if (parameter.default !== undefined) return base.default(parameter.default)
  return parameter.required === true ? base : base.optional()
}

function baseOf(parameter: Parameter): z.ZodType<ParameterValue> {
  switch (parameter.kind) {
    case 'number': {
      const [low, high] = parameter.range ?? [0, Number.MAX_SAFE_INTEGER]
      return z.number().int().min(low).max(high)
    }
    case 'boolean':
      return z.boolean()
    case 'enum':
      return z.enum((parameter.values ?? []) as [string, ...string[]])
    case 'choice':
      return choiceOf(parameter)
    case 'string':
    case 'text':
    case 'password':
    case 'file': {
      const text = parameter.required === true ? z.string().min(1) : z.string()
      const { format } = parameter
      return format === undefined ? text : text.regex(format.pattern, `expected the form ${format.example}`)
    }
  }
}

function choiceOf({ choices = [], format }: Parameter): z.ZodType<ParameterValue> {
  const isRight = (value: ParameterValue): boolean =>
    choices.includes(value) || (typeof value === 'string' && format?.pattern.test(value) === true)
  const expected = [...choices, ...(format === undefined ? [] : [format.example])].join(', ')
  return z.union([z.string(), z.number(), z.boolean()]).refine(isRight, `expected one of ${expected}`)
}
