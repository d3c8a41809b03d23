import { useState } from 'react'
import type { BackendName } from '../../shared/resourceTypes.js'

/** A form beside the table that is a backend's own. */
type OwnShape = 'keys' | 'documents'
type StoreShape = 'table' | OwnShape

export const ownShapes: Readonly<Partial<Record<BackendName, OwnShape>>> = { redis: 'keys', mongo: 'documents' }

/** The form that was chosen for a backend last; this window remembers it. */
export function useStoreShape(backend: BackendName): [StoreShape, (isOwn: boolean) => void] {
  const name = `shape-of-${backend}`
  const own = ownShapes[backend] ?? 'table'
  const [shape, setShape] = useState<StoreShape>(() => (localStorage.getItem(name) === own ? own : 'table'))
  return [
    shape,
    (isOwn) => {
      const next = isOwn ? own : 'table'
      localStorage.setItem(name, next)
      setShape(next)
    }
  ]
}
