import { useState } from 'react'

/**
 * A number that this window remembers, undefined while nobody chose one: a pane's size is nobody's business but the
 * window's.
 */
export function useKeptNumber(name: string): [number | undefined, (value: number | undefined) => void] {
  const [value, setValue] = useState(() => {
    const kept = Number(localStorage.getItem(name) ?? Number.NaN)
    return Number.isFinite(kept) ? kept : undefined
  })
  return [
    value,
    (next) => {
      if (next === undefined) localStorage.removeItem(name)
      else localStorage.setItem(name, String(next))
      setValue(next)
    }
  ]
}
