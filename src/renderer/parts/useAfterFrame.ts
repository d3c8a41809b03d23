import { startTransition, useEffect, useState } from 'react'
import { afterFrame } from './afterFrame.js'

/** A value that follows when the frame has been drawn that shows what a person did. */
export function useAfterFrame<Value extends object | string | undefined>(value: Value): Value {
  const [followed, setFollowed] = useState(value)
  useEffect(() => afterFrame(() => startTransition(() => setFollowed(value))), [value])
  return followed
}
