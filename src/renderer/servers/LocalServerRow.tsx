import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalServer } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { guideTarget } from '../guide/target.js'
import { Elapsed } from '../parts/Elapsed.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { type DotState, StateDot } from '../parts/StateDot.js'
import { useAction } from '../parts/useAction.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import styles from './Servers.module.css'

const dots: Readonly<Record<LocalServer['state'], DotState>> = {
  stopped: 'off',
  starting: 'busy',
  running: 'good',
  killed: 'bad',
  failed: 'bad'
}

export function LocalServerRow({ server }: { readonly server: LocalServer }): ReactElement {
  const { t } = useTranslation()
  const { backend, state, step, since, what, error } = server
  const start = useAction(() => callEngine('server.start', { backend }))
  const stop = useAction(() => callEngine('server.stop', { backend }))
  const isOn = state === 'starting' || state === 'running'
  const act = state === 'starting' ? 'cancel' : state === 'running' ? 'stop' : 'start'
  const failure = start.error?.toInfo() ?? stop.error?.toInfo() ?? error
  const name = backendNamesShown[backend]
  return (
    <div className={styles['server']}>
      <div className={styles['head']}>
        <StateDot state={dots[state]} />
        <span className={styles['name']}>{name}</span>
        <span className={styles['state']} title={what}>
          {state === 'starting' && step !== undefined
            ? t(`servers.steps.${step}` as 'servers.steps.starting', { defaultValue: step })
            : t(`servers.states.${state}`)}
        </span>
        {state === 'starting' && since !== undefined && <Elapsed since={since} />}
        <Button
          variant="default"
          size="compact-xs"
          {...guideTarget('server', backend)}
          aria-label={t(`servers.${act}Of`, { server: name })}
          loading={start.busy || stop.busy}
          onClick={() => (isOn ? stop : start).run()}
        >
          {t(act === 'cancel' ? 'common.cancel' : `servers.${act}`)}
        </Button>
      </div>
      {failure !== undefined && <ErrorNotice error={failure} />}
    </div>
  )
}
