import type { CSSProperties, ReactElement, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import { StateDot } from '../parts/StateDot.js'
import { useAction } from '../parts/useAction.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import { reasonText } from '../timeline/reasonText.js'
import styles from './Guide.module.css'
import { guideStore } from './guideStore.js'
import { NoteButtons } from './NoteButtons.js'
import { NoteHead } from './NoteHead.js'
import { StoreAnswer } from './StoreAnswer.js'
import { useStepText } from './stepText.js'
import type { Tour } from './tour.js'
import type { Guide } from './useGuide.js'
import { usePlaying } from './usePlaying.js'
import { useTableLook } from './useTableLook.js'

interface Props {
  readonly ref: Ref<HTMLElement>
  readonly tour: Tour
  readonly guide: Guide
  /** Of the sentence that says what to do: the control is described by it. */
  readonly taskId: string
  readonly style: CSSProperties
}

/** What to do at one step, whether it is done, and the buttons that do it or lead on. */
export function GuideNote({ ref, tour, guide, taskId, style }: Props): ReactElement {
  const { t } = useTranslation()
  const text = useStepText(tour, guide)
  const { scene, step, isDone, index, names } = guide
  const { backend, resource, server, obstacle } = scene
  const act = useAction(async () => step.act?.(scene))
  const next = names[index + 1]
  const goOn = (): void => {
    act.forget()
    if (next === undefined) guideStore.getState().finish()
    else guideStore.getState().go(next)
  }
  const isGettingServer = tour.step === 'server' && !isDone
  const failure = act.error?.toInfo() ?? (isGettingServer ? server?.error : undefined)
  const reason = tour.step === 'publish' && obstacle !== undefined ? reasonText(obstacle, t) : undefined
  const busy = act.busy || (isGettingServer && server?.state === 'starting')
  usePlaying({
    step: tour.step,
    isDone,
    isLast: next === undefined,
    hasFailed: failure !== undefined,
    act: () => act.run(),
    goOn
  })
  useTableLook(tour.step === 'table' && !isDone ? resource?.resource.id : undefined)
  const title = t('guide.chapter', { backend: backendNamesShown[backend] })
  return (
    <section ref={ref} className={styles['note']} style={style} aria-label={title} tabIndex={-1}>
      <NoteHead title={title} tour={tour} guide={guide} />
      <div role="status">
        <p id={taskId} className={styles['task']}>
          {text.task}
        </p>
        {text.check !== undefined && (
          <p className={styles['check']}>
            <StateDot state={isDone ? 'good' : busy ? 'busy' : 'off'} />
            <span>
              {text.check} <b>{t(isDone ? 'guide.yes' : 'guide.notYet')}</b>
            </span>
          </p>
        )}
      </div>
      {isDone && resource !== undefined && (tour.step === 'stored' || tour.step === 'gone') && (
        <StoreAnswer scene={scene} resourceId={resource.resource.id} />
      )}
      {reason !== undefined && <Hint>{t('guide.obstacle', { reason })}</Hint>}
      {failure !== undefined && <ErrorNotice error={failure} />}
      <NoteButtons guide={guide} act={() => act.run()} busy={busy} goOn={goOn} canFill={isGettingServer} />
    </section>
  )
}
