import fc from 'fast-check'
import { arithmeticOperators, comparisonOperators } from '../../src/rulesql/tokens.js'
import type { Condition, Expression, Field, Index, Reference, Source, Statement, Step } from '../../src/rulesql/tree.js'

/* Trees that a statement can be read as, of every shape. */

const integer = fc.bigInt({ min: 0n, max: 10n ** 30n })
const signedInteger = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
/** What can stand between quotes: quotes only in pairs, and not at the ends. */
const quotable = (quote: string): fc.Arbitrary<string> =>
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => {
    const pairs = (text.match(new RegExp(`${quote}+`, 'g')) ?? []).every((run) => run.length % 2 === 0)
    return (
      pairs && !text.startsWith(quote) && !text.endsWith(quote) && !text.includes('\n/') && !/\p{Surrogate}/u.test(text)
    )
  })
const name = fc.oneof(
  fc.constantFrom('a', 'payload', 'e5', 'x_1$@~', 'DIV', 'true', 'select', 'div', 'mod', 'a b', '中', 'IF'),
  quotable('"')
)
const text = quotable("'")

const shapes = fc.letrec<{
  scalar: Expression
  argument: Expression
  value: Expression
  caseOf: Expression
  reference: Reference
  path: Reference
  condition: Condition
}>((tie) => ({
  path: fc
    .tuple(
      name.filter((first) => first !== '*'),
      fc.array(
        fc.oneof(
          fc
            .oneof(name, text)
            .filter((key) => key !== '*')
            .map((key): Step => ({ kind: 'key', key })),
          fc
            .oneof(
              { depthSize: 'small' },
              fc.constantFrom<Index>(
                { kind: 'head' },
                { kind: 'tail' },
                { kind: 'literal', value: 0n },
                { kind: 'literal', value: -3n }
              ),
              tie('reference')
            )
            .map((index): Step => ({ kind: 'index', index }))
        ),
        { minLength: 1, maxLength: 3 }
      )
    )
    .map(([first, steps]): Reference => ({ kind: 'path', steps: [{ kind: 'key', key: first }, ...steps] })),
  reference: fc.oneof(
    { depthSize: 'small' },
    name.map((each): Reference => ({ kind: 'variable', name: each })),
    fc.boolean().map((value): Reference => ({ kind: 'literal', value })),
    tie('path')
  ),
  scalar: fc.oneof(
    { depthSize: 'small' },
    integer.map((value): Expression => ({ kind: 'literal', value })),
    fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true })
      .map((value): Expression => ({ kind: 'literal', value: value === 0 ? 0.5 : value })),
    text.map((value): Expression => ({ kind: 'literal', value })),
    tie('reference'),
    fc.tuple(signedInteger, signedInteger).map(([first, last]): Expression => ({ kind: 'range', first, last })),
    fc.array(tie('scalar'), { maxLength: 3 }).map((items): Expression => ({ kind: 'list', items })),
    fc
      .tuple(tie('reference'), signedInteger, signedInteger)
      .map(([target, first, last]): Expression => ({ kind: 'slice', target, first, last })),
    fc
      .tuple(fc.constantFrom('+', '-'), tie('scalar'))
      .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand })),
    fc
      .tuple(fc.constantFrom(...arithmeticOperators), tie('scalar'), tie('scalar'))
      .map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right })),
    fc
      .tuple(tie('reference'), fc.array(tie('argument'), { minLength: 1, maxLength: 3 }))
      .map(([callee, parameters]): Expression => ({ kind: 'call', callee, parameters }))
  ),
  argument: fc.oneof(
    { depthSize: 'small' },
    tie('scalar'),
    tie('caseOf'),
    fc
      .tuple(fc.constantFrom(...comparisonOperators), tie('argument'), tie('argument'))
      .map(([operator, left, right]): Expression => ({ kind: 'comparison', operator, left, right })),
    fc
      .tuple(fc.constantFrom(...arithmeticOperators), tie('argument'), tie('argument'))
      .map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right }))
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('scalar'),
    fc
      .tuple(fc.constantFrom(...comparisonOperators), tie('scalar'), tie('scalar'))
      .map(([operator, left, right]): Expression => ({ kind: 'comparison', operator, left, right })),
    fc
      .tuple(tie('scalar'), tie('reference'))
      .map(([expression, target]): Expression => ({ kind: 'alias', expression, target }))
  ),
  caseOf: fc
    .tuple(
      fc.option(tie('value'), { nil: undefined }),
      fc.array(fc.tuple(tie('condition'), tie('value')), { minLength: 1, maxLength: 2 }),
      fc.option(tie('value'), { nil: undefined })
    )
    .map(([subject, branches, otherwise]): Expression => ({
      kind: 'case',
      subject,
      branches: branches.map(([when, result]) => ({ when, result })),
      otherwise
    })),
  condition: fc.oneof(
    { depthSize: 'small' },
    tie('value'),
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition'))
      .map(([kind, left, right]): Condition => ({ kind, left, right })),
    tie('condition').map((condition): Condition => ({ kind: 'not', condition })),
    fc
      .tuple(tie('scalar'), fc.array(tie('value'), { minLength: 1, maxLength: 2 }))
      .map(([subject, candidates]): Condition => ({ kind: 'in', subject, candidates }))
  )
}))

/** The name `*` alone is the star. */
const field: fc.Arbitrary<Field> = fc.oneof(
  shapes.value.filter((each) => each.kind !== 'variable' || each.name !== '*'),
  fc.constant<Field>({ kind: 'star' }),
  shapes.caseOf,
  fc
    .tuple(shapes.caseOf, shapes.reference)
    .map(([expression, target]): Field => ({ kind: 'alias', expression, target }))
)
const fields = fc.array(field, { minLength: 1, maxLength: 4 })
const source = fc.oneof(quotable('"'), text).map((topic): Source => ({ kind: 'source', topic }))
const common = {
  fields,
  sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  where: fc.option(shapes.condition, { nil: undefined })
}
export const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({ kind: fc.constant('select' as const), ...common }),
  fc.record({
    kind: fc.constant('foreach' as const),
    ...common,
    each: fc.option(fields, { nil: undefined }),
    incase: fc.option(shapes.condition, { nil: undefined })
  })
)
