import { Button, Modal } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { mostConnections } from '../../shared/workspace.js'
import formStyles from '../parts/Form.module.css'
import { ConnectionForm } from './ConnectionForm.js'
import styles from './Connections.module.css'
import { ConnectionsList } from './ConnectionsList.js'
import { connectionsStore } from './connectionsStore.js'

/** The brokers outside this program: the list of them, and the one that is open. */
export function ConnectionsDialog(): ReactElement {
  const { t } = useTranslation()
  const { connections, edited, edit, close } = connectionsStore()
  const view = connections.find(({ connection }) => connection.id === edited)
  return (
    <Modal
      opened={edited !== undefined}
      onClose={close}
      size="58rem"
      title={t('connections.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={formStyles['note']}>{t('connections.about')}</p>
      <div className={styles['dialog']}>
        <div className={styles['list']}>
          <ConnectionsList opened={view} />
          <Button
            variant={view === undefined ? 'light' : 'subtle'}
            leftSection={<Plus size="1em" />}
            disabled={connections.length >= mostConnections}
            onClick={() => edit('new')}
          >
            {t('connections.create')}
          </Button>
          {connections.length >= mostConnections && (
            <p className={formStyles['note']}>{t('common.full', { most: mostConnections })}</p>
          )}
        </div>
        <ConnectionForm key={view?.connection.id ?? 'new'} view={view} />
      </div>
    </Modal>
  )
}
