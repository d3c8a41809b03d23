import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes a record to `bench/results`. */
export async function keep(project: string, name: string, lines: readonly string[]): Promise<void> {
  const folder = join(project, 'bench', 'results')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.md`), lines.join('\n'))
}
