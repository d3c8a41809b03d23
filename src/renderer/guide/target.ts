/** The controls that a chapter points at; each carries its name in the page. */
export type TargetName =
  | 'server'
  | 'resource-save'
  | 'resource-test'
  | 'resource-init'
  | 'rule-sql'
  | 'rule-actions'
  | 'rule-save'
  | 'subscribers'
  | 'subscriber-connect'
  | 'subscriber-received'
  | 'publish'
  | 'store'

/** What a control carries so that it can be pointed at; `of` tells those of the same kind apart. */
export function guideTarget(name: TargetName, of = ''): { readonly 'data-guide': string } {
  return { 'data-guide': of === '' ? name : `${name} ${of}` }
}

/** The control in the page, where it is there and drawn. */
export function findTarget(name: TargetName, of: string): HTMLElement | undefined {
  const selector = `[data-guide="${CSS.escape(guideTarget(name, of)['data-guide'])}"]`
  return [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.getClientRects().length > 0)
}
