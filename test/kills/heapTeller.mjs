/** Loaded into a `serve` that a test watches: on SIGUSR2 it says on standard error what is left of its memory. */
process.on('SIGUSR2', () => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  process.stderr.write(`\nheap ${heapUsed + external}\n`)
})
