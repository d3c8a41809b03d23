/** Resolves when `work` has ended, however it ended, or after `most` ms. */
export async function within(work: Promise<unknown>, most: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, most)
  })
  await Promise.race([work.then(done, done), late])
  clearTimeout(timer)
}

function done(): void {
  // How it ended is told elsewhere.
}
