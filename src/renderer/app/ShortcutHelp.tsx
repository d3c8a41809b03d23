import { Kbd, Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { StepLegend } from '../timeline/StepLegend.js'
import { commandKey } from './keys.js'
import styles from './ShortcutHelp.module.css'

const shortcuts = [
  { keys: `${commandKey}K`, text: 'palette' },
  { keys: `${commandKey}Enter`, text: 'publish' },
  { keys: `${commandKey}1 … 6`, text: 'pages' },
  { keys: '␣', text: 'next' },
  { keys: '/', text: 'search' },
  { keys: '↑ ↓ Enter', text: 'rows' },
  { keys: 'Esc', text: 'close' },
  { keys: '?', text: 'help' }
] as const

export function ShortcutHelp({
  opened,
  onClose
}: {
  readonly opened: boolean
  readonly onClose: () => void
}): ReactElement {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={styles['list']}>
        {shortcuts.map(({ keys, text }) => (
          <div key={text} className={styles['line']}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{t(`shortcuts.${text}`)}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles['legend']}>{t('shortcuts.legend')}</h3>
      <StepLegend />
    </Modal>
  )
}
