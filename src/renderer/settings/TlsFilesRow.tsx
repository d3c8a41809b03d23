import { Button } from '@mantine/core'
import { BadgeCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { FileInput } from '../parts/FileInput.js'
import { useAction } from '../parts/useAction.js'
import type { ListenerDraftProps } from './listenersDraft.js'
import styles from './Settings.module.css'

/** What a TLS listener shows to clients, and what it asks of them. */
export function TlsFilesRow({ name, draft, onChange }: ListenerDraftProps): ReactElement {
  const { t } = useTranslation()
  const make = useAction(async () => {
    const { certificate, key } = await callEngine('broker.makeCertificate', undefined)
    onChange({ certificate, key })
  })
  return (
    <div className={styles['files']}>
      <FileInput
        label={t('settings.certificate', { name })}
        required
        value={draft.certificate}
        onChange={(certificate) => onChange({ certificate })}
      />
      <FileInput label={t('settings.key', { name })} required value={draft.key} onChange={(key) => onChange({ key })} />
      <FileInput label={t('settings.ca', { name })} value={draft.ca} onChange={(ca) => onChange({ ca })} />
      <div className={styles['make']}>
        <Button
          variant="default"
          aria-label={t('settings.makeCertificateFor', { name })}
          leftSection={<BadgeCheck size="1em" />}
          loading={make.busy}
          onClick={() => make.run()}
        >
          {t('settings.makeCertificate')}
        </Button>
        <p className={styles['note']}>{t('settings.makeCertificateNote')}</p>
      </div>
      {make.error !== undefined && <ErrorNotice error={make.error.toInfo()} />}
    </div>
  )
}
