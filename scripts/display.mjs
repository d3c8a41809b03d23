import { spawn } from 'node:child_process'

/**
 * A display that nobody sees: Xvfb on a number that it picks itself. Undefined when Xvfb is not there.
 * @param {string} [size] 1600 × 1000, where nothing else is said, is a common laptop's
 * @returns {Promise<{ name: string, stop(): void } | undefined>}
 */
export function openDisplay(size = '1600x1000') {
  return new Promise((resolve) => {
    // It writes the number to the file descriptor that is named.
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
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
