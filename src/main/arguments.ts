import { commandNames } from '../cli/commandNames.js'

/** What the program was called for: a command of the terminal with its arguments, or the window, perhaps with files. */
export type Purpose =
  | { readonly kind: 'command'; readonly args: readonly string[] }
  | { readonly kind: 'window'; readonly files: readonly string[] }

/** What Chromium and Electron take from the command line begins with a dash; these words with a dash are ours. */
const ownFlags: ReadonlySet<string> = new Set(['--help', '--version'])

/**
 * @param argv the words of the command line without the program
 * @param isDefaultApp whether the first word without a dash names the app, as in `electron .`
 */
export function purposeOf(argv: readonly string[], isDefaultApp: boolean): Purpose {
  const words = [...argv]
  if (isDefaultApp) words.splice(0, words.findIndex((word) => !word.startsWith('-')) + 1)
  const first = words.findIndex((word) => ownFlags.has(word) || !word.startsWith('-'))
  const word = words[first]
  if (word !== undefined && (ownFlags.has(word) || commandNames.has(word))) {
    return { kind: 'command', args: words.slice(first) }
  }
  return { kind: 'window', files: words.filter((each) => !each.startsWith('-')) }
}
