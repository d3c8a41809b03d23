import { Button, Select } from '@mantine/core'
import { ChevronLeft, Pause, Play } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Pace, paceNames } from '../cycle/paces.js'
import { IconButton } from '../parts/IconButton.js'
import { fillForm } from './acts.js'
import styles from './Guide.module.css'
import { guideStore } from './guideStore.js'
import type { Guide } from './useGuide.js'

interface Props {
  readonly guide: Guide
  readonly act: () => void
  readonly busy: boolean
  readonly goOn: () => void
  /** Whether a form can be filled in instead of what `act` does. */
  readonly canFill: boolean
}

export function NoteButtons({ guide, act, busy, goOn, canFill }: Props): ReactElement {
  const { t } = useTranslation()
  const { step, scene, isDone, index, names } = guide
  const before = names[index - 1]
  return (
    <>
      <div className={styles['buttons']}>
        <IconButton
          label={t('guide.back')}
          disabled={before === undefined}
          onClick={() => {
            if (before !== undefined) guideStore.getState().go(before)
          }}
        >
          <ChevronLeft size="1.1em" />
        </IconButton>
        {canFill && (
          <Button variant="default" disabled={busy} onClick={() => fillForm(scene.backend)}>
            {t('guide.fill')}
          </Button>
        )}
        {!isDone && step.act !== undefined && (
          <Button variant="light" loading={busy} onClick={act}>
            {t('guide.act')}
          </Button>
        )}
        {isDone && <Button onClick={goOn}>{t(names[index + 1] === undefined ? 'guide.finish' : 'guide.next')}</Button>}
      </div>
      <PaceRow />
    </>
  )
}

/** Whether the chapter goes on by itself, and how fast. */
function PaceRow(): ReactElement {
  const { t } = useTranslation()
  const { pace, play } = guideStore()
  const [chosen, setChosen] = useState<Pace>(pace ?? 'normal')
  const isPlaying = pace !== undefined
  return (
    <div className={styles['pace']}>
      <Button
        variant="subtle"
        leftSection={isPlaying ? <Pause size="1em" /> : <Play size="1em" />}
        onClick={() => play(isPlaying ? undefined : chosen)}
      >
        {t(isPlaying ? 'guide.pause' : 'guide.play')}
      </Button>
      <Select
        aria-label={t('cycle.pace.title')}
        className={styles['paceChoice'] ?? ''}
        value={chosen}
        data={paceNames.map((name) => ({ value: name, label: t(`cycle.pace.${name}`) }))}
        onChange={(value) => {
          setChosen(value ?? 'normal')
          if (isPlaying) play(value ?? 'normal')
        }}
      />
    </div>
  )
}
