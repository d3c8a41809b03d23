import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { AppError } from '../shared/errors.js'

/** The kinds of files that the system opens with this program. */
const endings = /\.(mqttworkspace|mqttscenario)$/i
const largest = 64 * 1024 ** 2

export interface OpenedFile {
  readonly name: string
  readonly text: string
}

/** Files that the program was called with, until the page takes them. */
export class OpenedFiles {
  private readonly waiting: string[] = []

  constructor(private readonly onFile: () => void) {}

  /** Words of a command line that name no file of ours are left out. */
  add(words: readonly string[], folder: string): void {
    const files = words.filter((word) => endings.test(word)).map((word) => resolve(folder, word))
    if (files.length === 0) return
    this.waiting.push(...files)
    this.onFile()
  }

  /** The next one, if any. Rejects with `config_unreadable`; then the one after it is next. */
  async take(): Promise<OpenedFile | null> {
    const file = this.waiting.shift()
    if (file === undefined) return null
    const name = basename(file)
    try {
      const { size } = await stat(file)
      if (size > largest) throw new Error(`${size} bytes`)
      return { name, text: await readFile(file, 'utf8') }
    } catch (cause) {
      throw new AppError('config_unreadable', { file: name }, { cause })
    }
  }
}
