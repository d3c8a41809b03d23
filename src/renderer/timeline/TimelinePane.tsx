import { Select, TextInput } from '@mantine/core'
import { Eraser, Pause, Play, Search } from 'lucide-react'
import { type ReactElement, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Life } from '../../shared/life.js'
import { callEngine } from '../app/engine.js'
import { searchAttribute } from '../app/shortcuts.js'
import { ExportMenu } from '../parts/ExportMenu.js'
import { count } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { offerUndo } from '../parts/offerUndo.js'
import { Pane } from '../parts/Pane.js'
import { useAction } from '../parts/useAction.js'
import { chosenLives } from './chosenLives.js'
import { exportLives } from './exportLives.js'
import { LifeList } from './LifeList.js'
import { type FilterName, filterNames } from './phases.js'
import { timelineStore } from './timelineStore.js'
import styles from './Timeline.module.css'

/** The life of every message in time: one line a message, one column a phase. */
export function TimelinePane(): ReactElement {
  const { t } = useTranslation()
  const restart = timelineStore((state) => state.restart)
  const putBack = timelineStore((state) => state.putBack)
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<FilterName>('all')
  const [frozen, setFrozen] = useState<readonly Life[]>()
  const clear = useAction(async () => {
    const cleared = timelineStore.getState().lives
    await callEngine('timeline.clear', undefined)
    restart([])
    setFrozen(undefined)
    if (cleared.length > 0) {
      offerUndo(t('timeline.cleared'), () => {
        putBack(cleared)
        return Promise.resolve()
      })
    }
  })
  const choice = useMemo(() => ({ search, filter }), [search, filter])
  const isEmpty = timelineStore((state) => chosenLives(frozen ?? state.lives, choice).length === 0)

  return (
    <Pane
      title={t('timeline.title')}
      tools={
        <>
          <OmittedNote />
          {frozen !== undefined && <PausedNote frozen={frozen} />}
          <TextInput
            className={styles['search']}
            leftSection={<Search size="1em" />}
            placeholder={t('timeline.search')}
            aria-label={t('timeline.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setSearch('')
            }}
            {...searchAttribute}
          />
          <Select
            className={styles['filter']}
            aria-label={t('timeline.filter')}
            value={filter}
            data={filterNames.map((name) => ({ value: name, label: t(`timeline.filters.${name}`) }))}
            onChange={(value) => setFilter(value ?? 'all')}
          />
          <IconButton
            label={frozen === undefined ? t('timeline.pause') : t('timeline.resume')}
            pressed={frozen !== undefined}
            onClick={() => setFrozen(frozen === undefined ? timelineStore.getState().lives : undefined)}
          >
            {frozen === undefined ? <Pause size="1.1em" /> : <Play size="1.1em" />}
          </IconButton>
          <ExportMenu
            label={t('timeline.export')}
            name="timeline"
            formats={{
              json: t('common.formats.json'),
              ndjson: t('common.formats.ndjson'),
              csv: t('timeline.csv')
            }}
            isEmpty={isEmpty}
            textIn={(format) => exportLives(chosenLives(frozen ?? timelineStore.getState().lives, choice), format)}
          />
          <IconButton label={t('timeline.clear')} loading={clear.busy} onClick={() => clear.run()}>
            <Eraser size="1.1em" />
          </IconButton>
        </>
      }
    >
      <LifeList frozen={frozen} choice={choice} />
    </Pane>
  )
}

/** How many passed that were too many to be told. */
function OmittedNote(): ReactElement | null {
  const { t } = useTranslation()
  // Drawn together with the list that it is said of.
  const omitted = useDeferredValue(timelineStore((state) => state.omitted))
  if (omitted === 0) return null
  return <span className={styles['note']}>{t('common.omitted', { count: omitted, text: count(omitted) })}</span>
}

/** That the view stands still, and how many came since. */
function PausedNote({ frozen }: { readonly frozen: readonly Life[] }): ReactElement {
  const { t } = useTranslation()
  const missed = timelineStore((state) => Math.max(0, state.lives.length - frozen.length))
  return (
    <span className={styles['paused']} role="status">
      {t('timeline.paused', { count: missed, text: count(missed) })}
    </span>
  )
}
