import type { HeldStep } from '../../shared/bench.js'
import { Button, Kbd } from '@mantine/core'
import { StepForward } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine } from '../app/engine.js'
import { selectionStore } from '../app/selectionStore.js'
import { StepGlyph } from '../parts/StepGlyph.js'
import { useAction } from '../parts/useAction.js'
import { benchStore } from './benchStore.js'
import styles from './Bench.module.css'
import { nextStep } from './nextStep.js'

const tones = { save: 'saved', deliver: 'delivered', delete: 'deleted' } as const

/** In step mode: what is about to happen, and the button that lets it. */
export function StepBar(): ReactElement | null {
  const { t } = useTranslation()
  const { stepping, waiting } = benchStore()
  const end = useAction(() => callEngine('bench.step', { on: false }))
  if (!stepping) return null
  return (
    <section className={styles['bar']} aria-label={t('steps.title')}>
      <Button leftSection={<StepForward size="1em" />} disabled={waiting.length === 0} onClick={nextStep}>
        {t('steps.next')}
        <Kbd className={styles['key'] ?? ''} size="xs">
          {t('steps.space')}
        </Kbd>
      </Button>
      {waiting.length === 0 ? (
        <p className={styles['idle']} role="status">
          {t('steps.idle')}
        </p>
      ) : (
        <ol className={styles['steps']} aria-label={t('steps.waiting')}>
          {waiting.map((held) => (
            <HeldItem key={held.number} held={held} />
          ))}
        </ol>
      )}
      <Button variant="default" loading={end.busy} onClick={() => end.run()}>
        {t('steps.end')}
      </Button>
    </section>
  )
}

function HeldItem({ held }: { readonly held: HeldStep }): ReactElement {
  const { t } = useTranslation()
  const { step, at, topic, count, messageId } = held
  return (
    <li>
      <button type="button" className={styles['held']} onClick={() => selectionStore.getState().toggle(messageId)}>
        <StepGlyph tone={tones[step]} />
        <code>{topic}</code>
        {count > 1 && <span>{t('steps.more', { count: count - 1 })}</span>}
        <span>{t(`steps.${step}`, { at })}</span>
      </button>
    </li>
  )
}
