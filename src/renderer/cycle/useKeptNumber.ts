import { useState } from 'react'

/** A number that this window remembers: a pane's size is nobody's business but the window's. */
export function useKeptNumber(name: string, initial: number): [number, (value: number) => void] {
  const [value, setValue] = useState(() => {
    const kept = Number(localStorage.getItem(name) ?? Number.NaN)
    return Number.isFinite(kept) ? kept : initial
  })
  return [
    value,
    (next) => {
      localStorage.setItem(name, String(next))
      setValue(next)
    }
  ]
}
