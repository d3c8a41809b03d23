/** Names of Mantine's palettes that can be told apart, also by people who see fewer colours. */
export const subscriberColors = ['blue', 'orange', 'grape', 'teal', 'pink', 'lime'] as const

/** The colour of a subscriber's marks. */
export function colorVariable(color: string): string {
  return `var(--mantine-color-${color}-6)`
}
