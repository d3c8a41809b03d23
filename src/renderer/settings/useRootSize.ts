import { settingsStore } from './settingsStore.js'

/** Type of the two densities in px: everything else is in rem. */
export const rootSizes = { normal: 16, presentation: 20.8 } as const

/** One rem in px. */
export function useRootSize(): number {
  return rootSizes[settingsStore((state) => state.settings.density)]
}
