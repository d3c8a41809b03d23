import { Button, Select, TextInput } from '@mantine/core'
import { Download, Play, Plus } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { backendNames, resourceTypes } from '../../shared/resourceTypes.js'
import { type Scenario, scenarioText } from '../../shared/scenario.js'
import { callEngine, callHost } from '../app/engine.js'
import { pageStore } from '../app/pageStore.js'
import { paces } from '../cycle/paces.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { FormEnd } from '../parts/FormEnd.js'
import { Hint } from '../parts/Hint.js'
import { offerUndo } from '../parts/offerUndo.js'
import { useAction } from '../parts/useAction.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import { ActRow } from './ActRow.js'
import {
  draftOf,
  freeName,
  freshAct,
  freshScenario,
  isComplete,
  scenarioOf,
  type ScenarioDraft
} from './scenarioDraft.js'
import styles from './Scenarios.module.css'
import { scenariosStore } from './scenariosStore.js'

/** A scenario to write, keep, play, and write to a file; undefined for a new one. */
export function ScenarioForm({ scenario }: { readonly scenario: Scenario | undefined }): ReactElement {
  const { t } = useTranslation()
  const { scenarios, edit, change: keep, close } = scenariosStore()
  const resources = resourcesStore((state) => state.resources)
  const [draft, setDraft] = useState<ScenarioDraft>(() => {
    const [first] = resources
    const backend = first === undefined ? 'pgsql' : resourceTypes[first.resource.type].backend
    return scenario === undefined ? freshScenario(backend, scenarios) : draftOf(scenario)
  })
  const { id, backend, acts } = draft
  const others = scenarios.filter((each) => each !== scenario)
  const complete = isComplete(draft, others)
  const resource = resources.find((view) => resourceTypes[view.resource.type].backend === backend)
  const change = (part: Partial<ScenarioDraft>): void => setDraft({ ...draft, ...part })
  const setActs = (next: ScenarioDraft['acts']): void => change({ acts: next })
  const save = async (): Promise<Scenario> => {
    const kept = scenarioOf(draft)
    await keep(scenario === undefined ? [...others, kept] : scenarios.map((each) => (each === scenario ? kept : each)))
    edit(kept.id)
    return kept
  }
  const saving = useAction(save)
  const play = useAction(async () => {
    const kept = await save()
    if (resource === undefined) return
    pageStore.getState().open('cycle')
    await callEngine('scenario.play', { id: kept.id, resourceId: resource.resource.id, pace: paces.normal })
    close()
  })
  const write = useAction(() =>
    callHost('file.save', { name: `${id.trim()}.mqttscenario`, text: scenarioText(scenarioOf(draft)) })
  )
  const remove = useAction(async () => {
    await keep(others)
    edit('')
    offerUndo(t('scenarios.removed', { scenario: id }), () => {
      const now = scenariosStore.getState().scenarios
      return keep(scenario === undefined ? now : [...now, { ...scenario, id: freeName(scenario.id, now) }])
    })
  })
  const error = saving.error ?? play.error ?? write.error ?? remove.error
  return (
    <div className={styles['form']}>
      <div className={formStyles['row']}>
        <TextInput
          label={t('scenarios.name')}
          maxLength={64}
          value={id}
          onChange={(event) => change({ id: event.currentTarget.value })}
        />
        <Select
          label={t('scenarios.backend')}
          value={backend}
          data={backendNames.map((name) => ({ value: name, label: backendNamesShown[name] }))}
          onChange={(name) => {
            if (name !== null) change({ backend: name })
          }}
        />
      </div>
      <ol className={styles['acts']} aria-label={t('scenarios.steps')}>
        {acts.map((act, index) => (
          <ActRow
            key={index}
            act={act}
            number={index + 1}
            isLast={index === acts.length - 1}
            onChange={(next) => setActs(acts.with(index, next))}
            onMove={(by) => setActs(acts.toSpliced(index, 1).toSpliced(index + by, 0, act))}
            onRemove={() => setActs(acts.toSpliced(index, 1))}
          />
        ))}
      </ol>
      <Button
        className={styles['add'] ?? ''}
        variant="subtle"
        leftSection={<Plus size="1em" />}
        onClick={() => setActs([...acts, freshAct('wait')])}
      >
        {t('scenarios.addAct')}
      </Button>
      {resource === undefined && <Hint>{t('scenarios.noResource', { backend: backendNamesShown[backend] })}</Hint>}
      {error !== undefined && <ErrorNotice error={error.toInfo()} />}
      <div className={styles['buttons']}>
        <Button loading={saving.busy} disabled={!complete} onClick={() => saving.run()}>
          {t('common.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<Play size="1em" />}
          loading={play.busy}
          disabled={!complete || resource === undefined}
          onClick={() => play.run()}
        >
          {t('scenarios.play')}
        </Button>
        <Button
          variant="default"
          leftSection={<Download size="1em" />}
          loading={write.busy}
          disabled={!complete}
          onClick={() => write.run()}
        >
          {t('scenarios.write')}
        </Button>
        {scenario !== undefined && (
          <FormEnd
            remove={remove}
            onDuplicate={() => {
              const copy = { ...scenario, id: freeName(scenario.id, scenarios) }
              void keep([...scenarios, copy]).then(() => edit(copy.id))
            }}
          />
        )}
      </div>
    </div>
  )
}
