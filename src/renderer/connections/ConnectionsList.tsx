import { UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactElement, useEffect, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionView } from '../../shared/contract.js'
import formStyles from '../parts/Form.module.css'
import { count } from '../parts/format.js'
import { WorkbenchItem } from '../parts/Workbench.js'
import { addressOf } from './connectionDraft.js'
import styles from './Connections.module.css'
import { connectionsStore } from './connectionsStore.js'
import { groupsOf } from './groups.js'

/** The connections to choose from; those of a group stand under its name, and fold. */
export function ConnectionsList({ opened }: { readonly opened: ConnectionView | undefined }): ReactElement {
  const { connections, edit, fold } = connectionsStore()
  const id = opened?.connection.id
  const group = opened?.connection.group
  // What was opened, or put into another group, is seen in the list.
  useEffect(() => {
    if (id !== undefined && group !== undefined) fold(group, false)
  }, [id, group, fold])
  const draw = (view: ConnectionView): ReactElement => (
    <Item key={view.connection.id} view={view} isOpen={view === opened} onOpen={() => edit(view.connection.id)} />
  )
  return (
    <>
      {groupsOf(connections).map(({ name, members }) =>
        name === '' ? (
          members.map(draw)
        ) : (
          <FoldingGroup key={name} name={name} size={members.length}>
            {members.map(draw)}
          </FoldingGroup>
        )
      )}
    </>
  )
}

interface GroupProps {
  readonly name: string
  readonly size: number
  readonly children: readonly ReactElement[]
}

function FoldingGroup({ name, size, children }: GroupProps): ReactElement {
  const { folded, fold } = connectionsStore()
  const headingId = useId()
  const isOpen = !folded.has(name)
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <div role="group" aria-labelledby={headingId}>
      <h3 className={styles['group']}>
        <UnstyledButton aria-expanded={isOpen} onClick={() => fold(name, isOpen)}>
          <Chevron size="1em" aria-hidden="true" />
          <span id={headingId}>{name}</span>
          <span className={styles['size']}>{count(size)}</span>
        </UnstyledButton>
      </h3>
      {isOpen && children}
    </div>
  )
}

interface ItemProps {
  readonly view: ConnectionView
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function Item({ view, isOpen, onOpen }: ItemProps): ReactElement {
  const { t } = useTranslation()
  return (
    <WorkbenchItem isOpen={isOpen} onOpen={onOpen}>
      <span className={formStyles['itemHead']}>{view.connection.name}</span>
      <span className={formStyles['itemNote']}>
        <code>{addressOf(view)}</code>
        {view.usedBy.length > 0 && <span>{t('connections.usedBy', { clients: view.usedBy.join(', ') })}</span>}
      </span>
    </WorkbenchItem>
  )
}
