import { Button, Select } from '@mantine/core'
import { Clapperboard, Footprints, Gauge, GraduationCap, Play, Square, X } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resourceTypes } from '../../shared/resourceTypes.js'
import { callEngine } from '../app/engine.js'
import { benchStore } from '../bench/benchStore.js'
import { guideStore } from '../guide/guideStore.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { IconButton } from '../parts/IconButton.js'
import { useAction } from '../parts/useAction.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { scenariosStore } from '../scenarios/scenariosStore.js'
import { type Pace, paceNames, paces } from './paces.js'
import { ScenarioSteps } from './ScenarioSteps.js'
import { scenarioStore } from './scenarioStore.js'
import styles from './CyclePage.module.css'

/** Plays the whole cycle before the person's eyes, and shows how far it has come. */
export function PlayBar(): ReactElement {
  const { t } = useTranslation()
  const scenario = scenarioStore((state) => state.scenario)
  const resources = resourcesStore((state) => state.resources)
  const stepping = benchStore((state) => state.stepping)
  const { tour, begin, leave } = guideStore()
  const isGuided = tour !== undefined
  const [chosen, setChosen] = useState<string>()
  const [pace, setPace] = useState<Pace>('normal')
  const chosenView = resources.find(({ resource }) => resource.id === chosen) ?? resources[0]
  const resourceId = chosenView?.resource.id
  const play = useAction((id: string) =>
    callEngine('scenario.play', { id: 'chapter', resourceId: id, pace: paces[pace] })
  )
  const step = useAction((on: boolean) => callEngine('bench.step', { on }))
  const stop = useAction(() => callEngine('scenario.stop', undefined))
  const isRunning = scenario?.running === true
  const failed = scenario?.steps.find(({ error }) => error !== undefined)?.error
  const error = play.error?.toInfo() ?? step.error?.toInfo() ?? stop.error?.toInfo() ?? failed
  return (
    <>
      <div className={styles['bar']}>
        {isRunning ? (
          <Button variant="default" leftSection={<Square size="1em" />} loading={stop.busy} onClick={() => stop.run()}>
            {t('cycle.stop')}
          </Button>
        ) : (
          <Button
            leftSection={<Play size="1em" />}
            loading={play.busy}
            // It plays by the clock, which a person who steps has stopped.
            disabled={resourceId === undefined || stepping}
            onClick={() => {
              if (resourceId !== undefined) play.run(resourceId)
            }}
          >
            {t('cycle.play')}
          </Button>
        )}
        {resources.length > 1 && (
          <Select
            aria-label={t('cycle.on')}
            className={styles['pace'] ?? ''}
            value={resourceId ?? null}
            disabled={isRunning}
            data={resources.map(({ resource }) => resource.id)}
            onChange={(value) => setChosen(value ?? undefined)}
          />
        )}
        <Select
          aria-label={t('cycle.pace.title')}
          className={styles['pace'] ?? ''}
          leftSection={<Gauge size="1em" />}
          value={pace}
          disabled={isRunning}
          data={paceNames.map((name) => ({ value: name, label: t(`cycle.pace.${name}`) }))}
          onChange={(value) => setPace(value ?? 'normal')}
        />
        {scenario === undefined ? (
          <p className={styles['story']}>{t('cycle.story')}</p>
        ) : (
          <ScenarioSteps scenario={scenario} />
        )}
        {scenario !== undefined && !isRunning && (
          <span className={styles['dismiss']}>
            <IconButton label={t('common.close')} onClick={() => scenarioStore.setState({ scenario: undefined })}>
              <X size="1.1em" />
            </IconButton>
          </span>
        )}
        <div className={styles['modes']}>
          <IconButton label={t('scenarios.title')} onClick={() => scenariosStore.getState().edit('')}>
            <Clapperboard size="1.1em" />
          </IconButton>
          <Button
            variant={isGuided ? 'light' : 'default'}
            leftSection={<GraduationCap size="1.1em" />}
            aria-pressed={isGuided}
            disabled={isRunning || chosenView === undefined}
            onClick={() => {
              if (isGuided) leave()
              else if (chosenView !== undefined) {
                const { id, type } = chosenView.resource
                begin(resourceTypes[type].backend, 'alone', id)
              }
            }}
          >
            {t('guide.begin')}
          </Button>
          <Button
            variant={stepping ? 'light' : 'default'}
            leftSection={<Footprints size="1em" />}
            aria-pressed={stepping}
            loading={step.busy}
            disabled={isRunning}
            onClick={() => step.run(!stepping)}
          >
            {t('steps.title')}
          </Button>
        </div>
      </div>
      {error !== undefined && !isRunning && (
        <div className={styles['failure']}>
          <ErrorNotice error={error} resourceId={resourceId} />
        </div>
      )}
    </>
  )
}
