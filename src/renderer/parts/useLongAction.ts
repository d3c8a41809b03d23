import { useEffect, useRef } from 'react'
import { type Action, useAction } from './useAction.js'

export interface LongAction<Arguments extends readonly unknown[]> extends Action<Arguments> {
  /** Whether it ended because a person wanted it to; that is no error. */
  readonly isCancelled: boolean
  cancel(): void
}

/** As `useAction`, for work that may take more than a second. It is cancelled too when nobody sees it any more. */
export function useLongAction<Arguments extends readonly unknown[]>(
  work: (signal: AbortSignal, ...args: Arguments) => Promise<unknown>
): LongAction<Arguments> {
  const ending = useRef<AbortController>(undefined)
  const action = useAction((...args: Arguments) => {
    const { signal } = (ending.current = new AbortController())
    return work(signal, ...args)
  })
  useEffect(() => () => ending.current?.abort(), [])
  const isCancelled = action.error?.code === 'call_cancelled'
  return {
    ...action,
    error: isCancelled ? undefined : action.error,
    isCancelled,
    cancel: () => ending.current?.abort()
  }
}
