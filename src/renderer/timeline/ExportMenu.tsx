import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Download } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Life } from '../../shared/life.js'
import { callHost } from '../app/engine.js'
import { useAction } from '../parts/useAction.js'
import { type ExportFormat, exportFormats, exportLives } from './exportLives.js'

/** Writes the messages in view to a file that the person names. */
export function ExportMenu({ lives }: { readonly lives: readonly Life[] }): ReactElement {
  const { t } = useTranslation()
  const save = useAction((format: ExportFormat) =>
    callHost('file.save', { name: `timeline.${format}`, text: exportLives(lives, format) })
  )
  const label = save.error === undefined ? t('timeline.export') : t('timeline.exportFailed')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon
            aria-label={label}
            color={save.error === undefined ? 'gray' : 'red'}
            disabled={lives.length === 0}
            loading={save.busy}
          >
            <Download size="1.1em" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats.map((format) => (
          <Menu.Item key={format} onClick={() => save.run(format)}>
            {t(`timeline.formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
