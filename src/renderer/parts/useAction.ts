import { useRef, useState } from 'react'
import { AppError } from '../../shared/errors.js'

interface ActionState {
  readonly busy: boolean
  readonly error: AppError | undefined
}

export interface Action<Arguments extends readonly unknown[]> extends ActionState {
  run(...args: Arguments): void
  forget(): void
}

/**
 * Work that a button starts: whether it is under way, and why it failed. A second click while it runs does nothing.
 */
export function useAction<Arguments extends readonly unknown[]>(
  work: (...args: Arguments) => Promise<unknown>
): Action<Arguments> {
  const [state, setState] = useState<ActionState>({ busy: false, error: undefined })
  const running = useRef(false)
  return {
    ...state,
    run: (...args) => {
      if (running.current) return
      running.current = true
      setState({ busy: true, error: undefined })
      work(...args)
        .then(
          () => setState({ busy: false, error: undefined }),
          (error: unknown) => setState({ busy: false, error: AppError.from(error) })
        )
        .finally(() => {
          running.current = false
        })
    },
    forget: () => setState({ busy: false, error: undefined })
  }
}
