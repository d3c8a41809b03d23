import { readFileSync, statSync } from 'node:fs'

/** A chain of certificates is some KB. */
const mostBytes = 1024 ** 2

/**
 * The text of a file with certificates or a key. Throws where it cannot be read. What is no file (a pipe, a device), and
 * may never end, or is longer than any certificate, is never read: a workspace from elsewhere may name it.
 */
export function readPemFile(path: string): string {
  const found = statSync(path)
  if (!found.isFile()) throw new Error('not a file')
  if (found.size > mostBytes) throw new Error(`${found.size} bytes`)
  return readFileSync(path, 'utf8')
}
