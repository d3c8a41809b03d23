/** As a `ref`: what was asked for just now is brought into view when it is there. */
export function intoView(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
