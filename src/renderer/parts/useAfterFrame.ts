import { startTransition, useEffect, useState } from 'react'

/**
 * A value that follows when the frame has been drawn that shows what a person did. What is only deferred comes first where
 * there is time before that frame, which then has all of it to draw.
 */
export function useAfterFrame<Value extends object | string | undefined>(value: Value): Value {
  const [followed, setFollowed] = useState(value)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    // A frame's callbacks come right before it is drawn, what they put off after it.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setFollowed(value)))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [value])
  return followed
}
