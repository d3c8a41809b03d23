import { Select, TextInput } from '@mantine/core'
import { Eraser, Search } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { searchAttribute } from '../app/shortcuts.js'
import { logText } from '../app/texts.js'
import { CopyButton } from '../parts/CopyButton.js'
import { EmptyState } from '../parts/EmptyState.js'
import { clockTime } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { offerUndo } from '../parts/offerUndo.js'
import { Pane } from '../parts/Pane.js'
import { useAction } from '../parts/useAction.js'
import { VirtualList } from '../parts/VirtualList.js'
import { LogRow } from './LogRow.js'
import { logStore } from './logStore.js'
import styles from './Log.module.css'

const levels = ['debug', 'info', 'warn', 'error'] as const
type Level = (typeof levels)[number]

/** What the program did, in sentences. */
export function LogPage(): ReactElement {
  const { t, i18n } = useTranslation()
  const entries = logStore((state) => state.entries)
  const restart = logStore((state) => state.restart)
  const [least, setLeast] = useState<Level>('info')
  const [search, setSearch] = useState('')
  const { language } = i18n
  const lines = useMemo(() => chosenLines(entries, least, search, language), [entries, least, search, language])
  const clear = useAction(async () => {
    const cleared = entries
    await callEngine('log.clear', undefined)
    restart([])
    if (cleared.length > 0) {
      offerUndo(t('log.cleared'), () => {
        restart([...cleared, ...logStore.getState().entries])
        return Promise.resolve()
      })
    }
  })
  return (
    <Pane
      className={styles['pane']}
      title={t('log.title')}
      tools={
        <>
          <TextInput
            className={styles['search']}
            leftSection={<Search size="1em" />}
            placeholder={t('log.search')}
            aria-label={t('log.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            {...searchAttribute}
          />
          <Select
            className={styles['level']}
            aria-label={t('log.least')}
            value={least}
            data={levels.map((level) => ({ value: level, label: t(`log.from.${level}`) }))}
            onChange={(value) => setLeast(value ?? 'info')}
          />
          <CopyButton text={lines.map(({ entry, text }) => textLine(entry, text)).join('\n')} what={t('log.title')} />
          <IconButton label={t('log.clear')} loading={clear.busy} onClick={() => clear.run()}>
            <Eraser size="1.1em" />
          </IconButton>
        </>
      }
    >
      {lines.length === 0 ? (
        <EmptyState>{t('log.empty')}</EmptyState>
      ) : (
        <VirtualList
          label={t('log.title')}
          items={lines}
          keyOf={({ entry }) => entry.sequence}
          follow
          row={({ entry, text }) => <LogRow entry={entry} text={text} />}
        />
      )}
    </Pane>
  )
}

interface Line {
  readonly entry: LogEntry
  readonly text: string
}

/** `language` is named because the texts depend on it. */
function chosenLines(entries: readonly LogEntry[], least: Level, search: string, language: string): readonly Line[] {
  const wanted = levels.slice(levels.indexOf(least))
  const text = search.trim().toLocaleLowerCase(language)
  return entries
    .filter(({ level }) => wanted.includes(level))
    .map((entry) => ({ entry, text: logText(entry.code, entry.data) }))
    .filter((line) => text === '' || textLine(line.entry, line.text).toLocaleLowerCase(language).includes(text))
}

function textLine(entry: LogEntry, text: string): string {
  const detail = entry.detail === undefined ? '' : ` — ${entry.detail}`
  return `${clockTime(entry.at)} ${entry.level} ${entry.source} ${text}${detail}`
}
