import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The project's folder. */
export const project = join(import.meta.dirname, '..')

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs a program with our terminal. A signal that ends us is passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not be started
 */
export function runInTerminal(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: project, stdio: 'inherit', ...options })
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => child.kill(signal)
    // Ctrl-C reaches the child from the terminal; we only must not end before it.
    const wait = () => undefined
    process.on('SIGTERM', pass)
    process.on('SIGINT', process.stdin.isTTY ? wait : pass)
    child.once('error', (error) => {
      say(error.message)
      resolve(1)
    })
    child.once('close', (code) => {
      process.off('SIGTERM', pass)
      process.off('SIGINT', pass)
      process.off('SIGINT', wait)
      resolve(code ?? 1)
    })
  })
}

/**
 * Runs a program quietly.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code, and what it printed on either stream
 */
export function runQuietly(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    child.stdout?.on('data', (bytes) => (output += String(bytes)))
    child.stderr?.on('data', (bytes) => (output += String(bytes)))
    child.once('error', (error) => resolve({ code: 1, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/**
 * @param {string} folder
 * @returns {Promise<number>} bytes of all files below it
 */
export async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0
      )
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
