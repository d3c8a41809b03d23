import { Kbd } from '@mantine/core'
import { showNotification } from '@mantine/notifications'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { Search } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../shared/errors.js'
import { errorText } from '../app/texts.js'
import { allCommands, type Command, commandGroups } from './commands.js'
import styles from './CommandPalette.module.css'

const [paletteStore, palette] = createSpotlight()

export function openPalette(): void {
  palette.open()
}

/** Everything that can be done, found by typing. */
export function CommandPalette({ onHelp }: { readonly onHelp: () => void }): ReactElement {
  const { t } = useTranslation()
  const [commands, setCommands] = useState<readonly Command[]>([])
  return (
    <Spotlight
      store={paletteStore}
      // The window has one list of its keys (shortcuts.ts).
      shortcut={null}
      onSpotlightOpen={() => setCommands(allCommands(onHelp))}
      actions={commandGroups.map((group) => ({
        group: t(`palette.groups.${group}`),
        actions: commands
          .filter((command) => command.group === group)
          .map((command) => ({
            id: command.id,
            label: command.label,
            ...(command.keywords !== undefined && { keywords: command.keywords }),
            className: styles['command'] ?? '',
            rightSection: command.keys === undefined ? undefined : <Kbd>{command.keys}</Kbd>,
            onClick: () => void run(command)
          }))
      }))}
      nothingFound={t('palette.nothing')}
      title={t('palette.title')}
      classNames={{ header: styles['header'] ?? '', search: styles['search'] ?? '' }}
      highlightQuery
      scrollable
      maxHeight="26rem"
      searchProps={{
        'aria-label': t('palette.title'),
        placeholder: t('palette.placeholder'),
        leftSection: <Search size="1.1em" />
      }}
    />
  )
}

async function run(command: Command): Promise<void> {
  try {
    await command.run()
  } catch (error) {
    showNotification({ color: 'red', message: errorText(AppError.from(error)) })
  }
}
