import { Select, TextInput } from '@mantine/core'
import { Eraser, Pause, Play, Search } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Life } from '../../shared/life.js'
import { callEngine } from '../app/engine.js'
import { selectionStore } from '../app/selectionStore.js'
import { searchAttribute } from '../app/shortcuts.js'
import { EmptyState } from '../parts/EmptyState.js'
import { ExportMenu } from '../parts/ExportMenu.js'
import { count } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { offerUndo } from '../parts/offerUndo.js'
import { Pane } from '../parts/Pane.js'
import { previewOf } from '../parts/payload.js'
import { useAction } from '../parts/useAction.js'
import { VirtualList } from '../parts/VirtualList.js'
import { exportLives } from './exportLives.js'
import { LifeDetails } from './LifeDetails.js'
import { LifeRow } from './LifeRow.js'
import { StoredDetails } from './StoredDetails.js'
import { type FilterName, filterNames, phaseNames, standingOf } from './phases.js'
import { timelineStore } from './timelineStore.js'
import styles from './Timeline.module.css'

/** The life of every message in time: one line a message, one column a phase. */
export function TimelinePane(): ReactElement {
  const { t } = useTranslation()
  const live = timelineStore((state) => state.lives)
  const omitted = timelineStore((state) => state.omitted)
  const restart = timelineStore((state) => state.restart)
  const putBack = timelineStore((state) => state.putBack)
  const { messageId, toggle } = selectionStore()
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<FilterName>('all')
  const [frozen, setFrozen] = useState<readonly Life[]>()
  const clear = useAction(async () => {
    const cleared = live
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
  const source = frozen ?? live
  const lives = useMemo(() => chosenLives(source, search, filter), [source, search, filter])
  const selected = live.find(({ id }) => id === messageId)
  const missed = frozen === undefined ? 0 : live.length - frozen.length

  return (
    <Pane
      title={t('timeline.title')}
      tools={
        <>
          {omitted > 0 && (
            <span className={styles['note']}>{t('common.omitted', { count: omitted, text: count(omitted) })}</span>
          )}
          {frozen !== undefined && (
            <span className={styles['paused']} role="status">
              {t('timeline.paused', { count: Math.max(0, missed), text: count(Math.max(0, missed)) })}
            </span>
          )}
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
            onClick={() => setFrozen(frozen === undefined ? live : undefined)}
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
            isEmpty={lives.length === 0}
            textIn={(format) => exportLives(lives, format)}
          />
          <IconButton label={t('timeline.clear')} loading={clear.busy} onClick={() => clear.run()}>
            <Eraser size="1.1em" />
          </IconButton>
        </>
      }
    >
      <div className={styles['body']}>
        {lives.length === 0 ? (
          <EmptyState>{source.length === 0 ? t('timeline.empty') : t('timeline.noMatch')}</EmptyState>
        ) : (
          <VirtualList
            label={t('timeline.title')}
            role="grid"
            className={styles['list']}
            items={lives}
            keyOf={({ id }) => id}
            follow={frozen === undefined}
            reveal={messageId}
            head={
              <div className={styles['columns']} role="row">
                {(['time', 'topic', 'payload'] as const).map((name) => (
                  <span key={name} role="columnheader">
                    {t(`timeline.${name}`)}
                  </span>
                ))}
                {phaseNames.map((phase) => (
                  <span key={phase} role="columnheader">
                    {t(`phase.${phase}`)}
                  </span>
                ))}
              </div>
            }
            row={(life) => <LifeRow life={life} selected={life.id === messageId} onSelect={toggle} />}
          />
        )}
        {selected !== undefined && <LifeDetails life={selected} />}
        {selected === undefined && messageId !== undefined && <StoredDetails messageId={messageId} />}
      </div>
    </Pane>
  )
}

function chosenLives(lives: readonly Life[], search: string, filter: FilterName): readonly Life[] {
  const text = search.trim().toLowerCase()
  if (text === '' && filter === 'all') return lives
  return lives.filter((life) => {
    if (filter !== 'all' && standingOf(life) !== filter) return false
    if (text === '') return true
    return [life.topic, life.from, life.id, previewOf(life.preview, life.size)].some((part) =>
      part.toLowerCase().includes(text)
    )
  })
}
