import { spawn } from 'node:child_process'

/**
 * A display that nobody sees: Xvfb on a number that it picks itself. Undefined when Xvfb is not there.
 * @returns {Promise<{ name: string, stop(): void } | undefined>}
 */
export function openDisplay() {
  return new Promise((resolve) => {
    // It writes the number to the file descriptor that is named; 1600 × 1000 is a common laptop's window.
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe']
    })
    child.once('error', () => resolve(undefined))
    child.once('exit', () => resolve(undefined))
    child.stdio[3]?.once('data', (bytes) => {
      resolve({ name: `:${String(bytes).trim()}`, stop: () => child.kill() })
    })
  })
}

/** Whether windows have somewhere to open. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
}
