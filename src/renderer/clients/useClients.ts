import { useEffect, useState } from 'react'
import type { CallOutput } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import { callEngine } from '../app/engine.js'

/** How often the broker is asked while somebody looks, ms. */
const period = 1000

interface Clients {
  readonly found: CallOutput<'broker.clients'> | undefined
  readonly error: AppError | undefined
  /** Asks at once. */
  readonly refresh: () => void
}

/** The broker's clients that fit a search, as they are now. */
export function useClients(search: string): Clients {
  const [found, setFound] = useState<CallOutput<'broker.clients'>>()
  const [error, setError] = useState<AppError>()
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    let isWanted = true
    const ask = (): void => {
      callEngine('broker.clients', { search }).then(
        (next) => {
          if (!isWanted) return
          setFound(next)
          setError(undefined)
        },
        (reason: unknown) => isWanted && setError(AppError.from(reason))
      )
    }
    ask()
    const timer = setInterval(ask, period)
    return () => {
      isWanted = false
      clearInterval(timer)
    }
  }, [search, asked])
  return { found, error, refresh: () => setAsked(asked + 1) }
}
