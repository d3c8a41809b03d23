import { chmod, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, runProgram } from './find.js'

/** From this version on Go gets a newer toolchain by itself where a module asks for one. */
const selfUpdating = [1, 21]
/** The toolchain that an older Go is used to fetch. */
const toolchain = 'golang.org/toolchain@v0.0.1-go1.24.4'

/**
 * A Go that can build modules of today. Distributions keep old ones; toolchains are modules, so an old Go can download
 * a new one like any other, checked against the checksum database.
 */
export async function findGo(): Promise<string | undefined> {
  const program = await findProgram(['go'], ['/usr/local/go/bin', '/usr/lib/go-*/bin'])
  if (program === undefined) return undefined
  const [major = 0, minor = 0] = await versionOf(program)
  if (major > 1 || (major === 1 && minor >= (selfUpdating[1] ?? 0))) return program
  return newerGo(program)
}

async function versionOf(program: string): Promise<number[]> {
  const said = await runProgram(program, ['version'])
  return (/go(\d+)\.(\d+)/.exec(said) ?? []).slice(1).map(Number)
}

async function newerGo(program: string): Promise<string> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const answer = await runProgram(program, ['mod', 'download', '-json', `${toolchain}.${process.platform}-${arch}`], {
    cwd: tmpdir(),
    env: { GO111MODULE: 'on', GOFLAGS: '-mod=mod' }
  })
  const folder = (JSON.parse(answer) as { Dir: string }).Dir
  // A module's files are not executable; these are programs.
  for (const tools of [join(folder, 'bin'), join(folder, 'pkg', 'tool', `${process.platform}_${arch}`)]) {
    for (const name of await readdir(tools)) await chmod(join(tools, name), 0o755)
  }
  return join(folder, 'bin', 'go')
}
