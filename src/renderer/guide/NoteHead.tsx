import { Crosshair, RotateCcw, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../parts/IconButton.js'
import styles from './Guide.module.css'
import { guideStore } from './guideStore.js'
import { findTarget } from './target.js'
import type { Tour } from './tour.js'
import { type Guide, openStep } from './useGuide.js'

interface Props {
  readonly title: string
  readonly tour: Tour
  readonly guide: Guide
}

export function NoteHead({ title, tour, guide }: Props): ReactElement {
  const { t } = useTranslation()
  const { begin, leave } = guideStore.getState()
  const { index, names } = guide
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>{title}</h2>
      <span className={styles['count']}>{t('guide.count', { step: index + 1, of: names.length })}</span>
      <IconButton size="sm" label={t('guide.show')} onClick={() => show(guide)}>
        <Crosshair size="1em" />
      </IconButton>
      <IconButton size="sm" label={t('guide.again')} onClick={() => begin(tour.backend, names[0], tour.resourceId)}>
        <RotateCcw size="1em" />
      </IconButton>
      <IconButton size="sm" label={t('guide.leave')} onClick={leave}>
        <X size="1em" />
      </IconButton>
    </header>
  )
}

const focusable = 'button, input, [tabindex="0"], [contenteditable="true"]'

/** Leads the eye, and the keyboard's focus, to the control, also from another page. */
function show({ step, scene, target: [name, of = ''] }: Guide): void {
  openStep(step, scene)
  requestAnimationFrame(() => {
    const control = findTarget(name, of)
    control?.scrollIntoView({ block: 'nearest' })
    const inner = control?.matches(focusable) === true ? control : control?.querySelector<HTMLElement>(focusable)
    inner?.focus()
  })
}
