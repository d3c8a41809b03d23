import { Button, FileButton } from '@mantine/core'
import { FileDown, FileUp } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine, callHost } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { useAction } from '../parts/useAction.js'
import { SettingRow } from './SettingRow.js'
import { importWorkspace } from './importWorkspace.js'

/** The whole workspace to a file, and from one. */
export function WorkspaceRow(): ReactElement {
  const { t } = useTranslation()
  const write = useAction(async () =>
    callHost('file.save', { name: 'inspector.mqttworkspace', text: await callEngine('workspace.export', undefined) })
  )
  const read = useAction(async (file: File) => importWorkspace(file.name, await file.text()))
  const error = write.error ?? read.error
  return (
    <>
      <SettingRow label={t('settings.workspace')} note={t('settings.workspaceNote')}>
        <Button
          variant="default"
          leftSection={<FileDown size="1em" />}
          loading={write.busy}
          onClick={() => write.run()}
        >
          {t('settings.export')}
        </Button>
        <FileButton
          accept=".mqttworkspace,.json"
          inputProps={{ 'aria-label': t('settings.import') }}
          onChange={(file) => file && read.run(file)}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<FileUp size="1em" />} loading={read.busy}>
              {t('settings.import')}
            </Button>
          )}
        </FileButton>
      </SettingRow>
      {error !== undefined && <ErrorNotice error={error.toInfo()} />}
    </>
  )
}
