import { ActionIcon, type ActionIconProps, Menu, Tooltip } from '@mantine/core'
import { Download } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callHost } from '../app/engine.js'
import { type ExportFormat, exportFormats } from './records.js'
import { useAction } from './useAction.js'

interface Props {
  readonly label: string
  /** The file's name without its ending. */
  readonly name: string
  readonly formats: Readonly<Record<ExportFormat, string>>
  readonly isEmpty: boolean
  readonly size?: ActionIconProps['size']
  /** May fail with an AppError. */
  readonly textIn: (format: ExportFormat) => string | Promise<string>
}

/** Writes what is in view to a file that the person names. */
export function ExportMenu({ label, name, formats, isEmpty, size = 'md', textIn }: Props): ReactElement {
  const { t } = useTranslation()
  const save = useAction(async (format: ExportFormat) =>
    callHost('file.save', { name: `${name}.${format}`, text: await textIn(format) })
  )
  const shown = save.error === undefined ? label : t('common.exportFailed')
  return (
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
  )
}
