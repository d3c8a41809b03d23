import { Button } from '@mantine/core'
import { FolderOpen } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostInfo } from '../../shared/host.js'
import { brokerStore } from '../app/brokerStore.js'
import { callHost } from '../app/engine.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { Hint } from '../parts/Hint.js'
import { useAction } from '../parts/useAction.js'
import { SettingRow } from './SettingRow.js'
import { WorkspaceRow } from './WorkspaceRow.js'
import styles from './Settings.module.css'

/** Where the data lies, how passwords are kept, and what is running. */
export function AboutSection(): ReactElement {
  const { t } = useTranslation()
  const { version, dataDir } = brokerStore()
  const [info, setInfo] = useState<HostInfo>()
  useEffect(() => {
    callHost('info', undefined).then(setInfo, () => undefined)
  }, [])
  const openFolder = useAction(() => callHost('folder.open', undefined))
  return (
    <section>
      <h3>{t('settings.data')}</h3>
      <SettingRow label={t('settings.folder')} note={t('settings.folderNote')}>
        <code className={styles['path']}>{dataDir}</code>
        <CopyButton text={dataDir} what={t('settings.folder')} />
        <Button variant="default" leftSection={<FolderOpen size="1em" />} onClick={() => openFolder.run()}>
          {t('settings.openFolder')}
        </Button>
      </SettingRow>
      <WorkspaceRow />
      {openFolder.error !== undefined && <ErrorNotice error={openFolder.error.toInfo()} />}
      {info?.secrets === 'memory' && <Hint>{t('settings.secretsInMemory')}</Hint>}
      {info?.build === 'test' && <Hint>{t('settings.testBuild')}</Hint>}
      <SettingRow label={t('settings.version')}>
        <span>
          {version} · {info?.runtime}
        </span>
      </SettingRow>
    </section>
  )
}
