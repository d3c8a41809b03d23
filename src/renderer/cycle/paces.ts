/** Pauses between the steps of a scenario or chapter, ms. */
export const paces = { slow: 2500, normal: 1200, fast: 0 } as const
export type Pace = keyof typeof paces
export const paceNames = ['slow', 'normal', 'fast'] as const satisfies readonly Pace[]
