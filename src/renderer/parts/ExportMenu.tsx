import { ActionIcon, type ActionIconProps, Menu, Tooltip } from '@mantine/core'
import { Download } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callHost } from '../app/engine.js'
import { CancelButton } from './CancelButton.js'
import { type ExportFormat, exportFormats } from './records.js'
import { useLongAction } from './useLongAction.js'

interface Props {
  readonly label: string
  /** The file's name without its ending. */
  readonly name: string
  readonly formats: Readonly<Record<ExportFormat, string>>
  readonly isEmpty: boolean
  readonly size?: ActionIconProps['size']
  /** May fail with an AppError, and ends with one when the signal comes. */
  readonly textIn: (format: ExportFormat, signal: AbortSignal) => string | Promise<string>
}

/** Writes what is in view to a file that the person names. */
export function ExportMenu({ label, name, formats, isEmpty, size = 'md', textIn }: Props): ReactElement {
  const { t } = useTranslation()
  const [isRead, setRead] = useState(false)
  const save = useLongAction(async (signal, format: ExportFormat) => {
    setRead(false)
    const text = await textIn(format, signal)
    // From here on the system's dialog holds it, which has a Cancel of its own.
    setRead(true)
    await callHost('file.save', { name: `${name}.${format}`, text })
  })
  const shown = save.error === undefined ? label : t('common.exportFailed')
  return (
    <>
      <CancelButton action={{ busy: save.busy && !isRead, cancel: () => save.cancel() }} size="compact-xs" />
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={shown}>
            <ActionIcon
              aria-label={shown}
              size={size}
              color={save.error === undefined ? 'gray' : 'red'}
              disabled={isEmpty}
              loading={save.busy}
            >
              <Download size={size === 'sm' ? '1em' : '1.1em'} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {exportFormats.map((format) => (
            <Menu.Item key={format} onClick={() => save.run(format)}>
              {formats[format]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
