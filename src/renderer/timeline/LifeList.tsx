import { type ReactElement, useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Life } from '../../shared/life.js'
import { selectedIn, selectionStore } from '../app/selectionStore.js'
import { EmptyState } from '../parts/EmptyState.js'
import { useAfterFrame } from '../parts/useAfterFrame.js'
import { VirtualList } from '../parts/VirtualList.js'
import { chosenLives, type Choice } from './chosenLives.js'
import { LifeDetails } from './LifeDetails.js'
import { LifeRow } from './LifeRow.js'
import { phaseNames } from './phases.js'
import { StoredDetails } from './StoredDetails.js'
import styles from './Timeline.module.css'
import { timelineStore } from './timelineStore.js'

interface Props {
  /** Undefined: those that come. */
  readonly frozen: readonly Life[] | undefined
  readonly choice: Choice
}

const select = (id: string): void => selectionStore.getState().toggle(id, 'timeline')

/** The messages that were chosen, and the one that is selected in full. */
export function LifeList({ frozen, choice }: Props): ReactElement {
  const { t } = useTranslation()
  const live = timelineStore((state) => state.lives)
  const messageId = selectionStore(selectedIn('timeline'))
  // Under load there is always more to draw: what a person does goes first.
  const source = useDeferredValue(frozen ?? live)
  const chosen = useAfterFrame(choice)
  const lives = useMemo(() => chosenLives(source, chosen), [source, chosen])
  const follow = frozen === undefined
  const list = useMemo(
    () => (
      <VirtualList
        label={t('timeline.title')}
        role="grid"
        className={styles['list']}
        items={lives}
        keyOf={({ id }) => id}
        reusesRows
        follow={follow}
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
        row={(life) => <LifeRow life={life} selected={life.id === messageId} onSelect={select} />}
      />
    ),
    [t, lives, follow, messageId]
  )
  // The row says at once that it is selected; what takes longer to draw follows.
  const detailed = useAfterFrame(messageId)
  const selected = live.find(({ id }) => id === detailed)
  return (
    <div className={styles['body']}>
      {lives.length > 0 ? (
        list
      ) : (
        <EmptyState>{source.length === 0 ? t('timeline.empty') : t('timeline.noMatch')}</EmptyState>
      )}
      {selected !== undefined && <LifeDetails life={selected} />}
      {selected === undefined && detailed !== undefined && <StoredDetails messageId={detailed} />}
    </div>
  )
}
