import { create } from 'zustand'

/**
 * Mantine knows one dark. Night is that dark with an attribute, under which tokens.css has colours of its own. It stays
 * while the colours are light, so that the header's button leads back to it.
 */
export const nightStore = create<{ readonly isNight: boolean }>(() => ({ isNight: false }))

const place = 'night'

/** Until the settings are known, the window keeps the colours of last time: before the first paint. */
export function recallNight(): void {
  setNight(localStorage.getItem(place) !== null)
}

export function setNight(isNight: boolean): void {
  document.documentElement.toggleAttribute('data-night', isNight)
  if (isNight) localStorage.setItem(place, 'on')
  else localStorage.removeItem(place)
  nightStore.setState({ isNight })
}
