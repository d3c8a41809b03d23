import { Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { ClientsList } from './ClientsList.js'
import { clientsStore, closeClients } from './clientsStore.js'

/** The clients of our broker, whoever they are, with their sessions. */
export function ClientsDialog(): ReactElement {
  const { t } = useTranslation()
  const opened = clientsStore((state) => state.opened)
  return (
    <Modal
      opened={opened}
      onClose={closeClients}
      size="68rem"
      title={t('clients.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <ClientsList />
    </Modal>
  )
}
