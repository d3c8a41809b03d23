import { Menu, UnstyledButton } from '@mantine/core'
import { Check, ChevronDown, CircleDot, Globe, Settings2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from './connectionDraft.js'
import styles from './Connections.module.css'
import { connectionsStore } from './connectionsStore.js'
import { groupsOf } from './groups.js'

interface Props {
  /** A connection's id; undefined: our own broker. */
  readonly value: string | undefined
  readonly onChange: (connection: string | undefined) => void
}

/** Which broker a client talks to, and the choice of another. */
export function BrokerMenu({ value, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const { connections, edit } = connectionsStore()
  const chosen = connections.find(({ connection }) => connection.id === value)
  const name = value === undefined ? t('connections.own') : (chosen?.connection.name ?? value)
  const mark = (isChosen: boolean): ReactElement | null => (isChosen ? <Check size="1em" /> : null)
  return (
    <Menu position="bottom-start" width="17rem">
      <Menu.Target>
        <UnstyledButton
          className={styles['broker']}
          aria-label={t('connections.talksTo', { broker: name })}
          title={chosen === undefined ? undefined : addressOf(chosen)}
        >
          <BrokerIcon connection={value} />
          <span>{name}</span>
          <ChevronDown size="0.9em" aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('connections.broker')}</Menu.Label>
        <Menu.Item rightSection={mark(value === undefined)} onClick={() => onChange(undefined)}>
          {t('connections.own')}
        </Menu.Item>
        <div className={styles['choices']}>
          {groupsOf(connections).map(({ name: group, members }) => (
            <div key={group} role="group" aria-label={group || undefined}>
              {group !== '' && <Menu.Label>{group}</Menu.Label>}
              {members.map((view) => (
                <Menu.Item
                  key={view.connection.id}
                  rightSection={mark(view === chosen)}
                  onClick={() => onChange(view.connection.id)}
                >
                  {view.connection.name}
                  <code className={styles['address']}>{addressOf(view)}</code>
                </Menu.Item>
              ))}
            </div>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Settings2 size="1em" />} onClick={() => edit(value)}>
          {t('connections.manage')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Which broker a client talks to, to read. */
export function BrokerName({ connection }: { readonly connection: string | undefined }): ReactElement {
  const { t } = useTranslation()
  const view = connectionsStore(({ connections }) => connections.find((each) => each.connection.id === connection))
  const name = connection === undefined ? t('connections.own') : (view?.connection.name ?? connection)
  return (
    <span className={styles['name']} title={view === undefined ? undefined : addressOf(view)}>
      <BrokerIcon connection={connection} /> {name}
    </span>
  )
}

/** Ours, or somebody else's. */
function BrokerIcon({ connection }: { readonly connection: string | undefined }): ReactElement {
  return connection === undefined ? (
    <CircleDot size="1em" aria-hidden="true" />
  ) : (
    <Globe size="1em" aria-hidden="true" />
  )
}
