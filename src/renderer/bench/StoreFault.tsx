import { Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fault, faultDelay, faultSchema } from '../../shared/bench.js'
import type { LocalServer } from '../../shared/contract.js'
import { callEngine } from '../app/engine.js'
import { span } from '../parts/format.js'
import { serversStore } from '../servers/serversStore.js'
import { benchStore } from './benchStore.js'
import styles from './Bench.module.css'
import { FaultMenu } from './FaultMenu.js'
import { FaultNote } from './FaultNote.js'

const choices = ['none', ...faultSchema.options] as const

/** The fault bench of a store: what is wrong with it on purpose. */
export function StoreFaultMenu({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const current = benchStore((state) => state.faults[resourceId] ?? 'none')
  const server = useLocalServer(resourceId)
  return (
    <FaultMenu
      title={t('bench.title')}
      choices={choices}
      current={current}
      textsOf={(choice) => ({
        name: t(`bench.faults.${choice}`),
        about: t(`bench.about.${choice}`, { time: span(faultDelay) })
      })}
      // What became of it shows in the store's state.
      onChoose={(choice) => void choose(resourceId, choice === 'none' ? undefined : choice).catch(() => undefined)}
    >
      {server?.state === 'running' && (
        <>
          <Menu.Divider />
          <Menu.Item onClick={() => void callEngine('server.kill', { backend: server.backend }).catch(() => undefined)}>
            {t('bench.kill')}
            <span className={styles['about']}>{t('bench.killAbout')}</span>
          </Menu.Item>
        </>
      )}
    </FaultMenu>
  )
}

/** What is wrong with a store on purpose, and what ends it. */
export function StoreFaultNote({ resourceId }: { readonly resourceId: string }): ReactElement {
  const { t } = useTranslation()
  const fault = benchStore((state) => state.faults[resourceId])
  const server = useLocalServer(resourceId)
  return (
    <>
      {fault !== undefined && (
        <FaultNote mend={t('bench.mend')} onMend={() => choose(resourceId, undefined)}>
          {t('bench.broken', { fault: t(`bench.faults.${fault}`) })}
        </FaultNote>
      )}
      {(server?.state === 'killed' || server?.state === 'starting') && (
        <FaultNote
          mend={t('bench.startAgain')}
          busy={server.state === 'starting'}
          onMend={() => callEngine('server.start', { backend: server.backend })}
        >
          {t('bench.killed')}
        </FaultNote>
      )}
    </>
  )
}

/** The server of a resource, where the window started it. */
function useLocalServer(resourceId: string): LocalServer | undefined {
  return serversStore(({ servers }) => servers.find((server) => server.resourceId === resourceId))
}

function choose(id: string, fault: Fault | undefined): Promise<unknown> {
  return callEngine('bench.fault', { id, fault })
}
