/** In how many frames at most the next one is on the screen: it is drawn while the page goes on. */
const frames = 2

/**
 * Runs `act` when the next frame has been drawn, unless what is returned is called before. What is only deferred comes
 * first where there is time before that frame, which then has all of it to draw.
 */
export function afterFrame(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let left = frames
  const next = (): void => {
    left -= 1
    // A frame's callbacks come right before it is drawn, what they put off after it.
    if (left === 0) timer = setTimeout(act)
    else frame = requestAnimationFrame(next)
  }
  let frame = requestAnimationFrame(next)
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
