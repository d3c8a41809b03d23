/** The words that make the program a command instead of a window. A file of its own: the window reads it at its start. */
export const commandNames: ReadonlySet<string> = new Set(['serve', 'demo', 'init', 'ask', 'rule-test', 'help'])
