import { readdir, readFile } from 'node:fs/promises'
import { runProgram } from './find.js'

/**
 * A process and all that descend from it, parents first. PostgreSQL puts each of its processes into a session of its
 * own, so a signal to the process group would reach only the first.
 */
export async function withDescendants(pid: number): Promise<number[]> {
  const parents = process.platform === 'linux' ? await fromProc() : await fromPs()
  const found = [pid]
  for (const parent of found) {
    for (const [child, itsParent] of parents) if (itsParent === parent) found.push(child)
  }
  return found
}

async function fromProc(): Promise<[number, number][]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number]> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
      // `pid (name) state ppid …`; a name may itself hold spaces and brackets.
      const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
      return [Number(pid), Number(parent)]
    })
  )
  return pairs
}

async function fromPs(): Promise<[number, number][]> {
  if (process.platform === 'win32') return []
  const table = await runProgram('ps', ['-A', '-o', 'pid=,ppid='])
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => [pid, parent])
}
