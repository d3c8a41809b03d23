import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { type ReactElement, useEffect } from 'react'
import { AppError } from '../../shared/errors.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { useAction } from '../parts/useAction.js'
import { openScenario } from '../scenarios/openScenario.js'
import { importWorkspace } from '../settings/importWorkspace.js'
import { callHost } from './engine.js'

/** Opens what the program was called with: scenarios at once; a workspace, which takes the place of all, when told to. */
export function useOpenedFiles(): void {
  useEffect(() => {
    void takeFiles()
    return window.host.onFileOpened(() => void takeFiles())
  }, [])
}

async function takeFiles(): Promise<void> {
  try {
    for (;;) {
      const file = await callHost('file.opened', undefined)
      if (file === null) return
      if (file.name.toLowerCase().endsWith('.mqttscenario')) await openScenario(file.name, file.text)
      else offerImport(file.name, file.text)
    }
  } catch (error) {
    const info = AppError.from(error).toInfo()
    notifications.show({ autoClose: false, message: <ErrorNotice error={info} /> })
  }
}

function offerImport(name: string, text: string): void {
  const id = notifications.show({
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
    title: i18next.t('settings.mayImport', { file: name }),
    message: <ImportOffer name={name} text={text} onDone={() => notifications.hide(id)} />
  })
}

interface Props {
  readonly name: string
  readonly text: string
  readonly onDone: () => void
}

function ImportOffer({ name, text, onDone }: Props): ReactElement {
  const take = useAction(async () => {
    await importWorkspace(name, text)
    onDone()
  })
  return (
    <>
      <Button variant="default" size="compact-sm" loading={take.busy} onClick={() => take.run()}>
        {i18next.t('settings.doImport')}
      </Button>
      {take.error !== undefined && <ErrorNotice error={take.error.toInfo()} />}
    </>
  )
}
