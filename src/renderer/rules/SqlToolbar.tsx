import { Button, Menu } from '@mantine/core'
import { redo, undo } from '@codemirror/commands'
import type { EditorView } from '@codemirror/view'
import { AlignLeft, BookOpen, Redo2, Undo2 } from 'lucide-react'
import type { ReactElement, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../parts/IconButton.js'
import { eventTitle } from './eventTexts.js'
import styles from './Rules.module.css'
import { type SqlExample, sqlExamples } from './sqlExamples.js'

interface Props {
  readonly viewRef: RefObject<EditorView | null>
  readonly canFormat: boolean
  readonly onFormat: () => void
  readonly onExample: (example: SqlExample) => void
}

/** What can be done with a statement besides writing it. */
export function SqlToolbar({ viewRef, canFormat, onFormat, onExample }: Props): ReactElement {
  const { t } = useTranslation()
  const titleOf = (example: SqlExample): string =>
    example.kind === 'event' ? eventTitle(example.event, t) : t(`rules.example.${example.kind}`)
  const act = (command: typeof undo): void => {
    if (viewRef.current === null) return
    command(viewRef.current)
    viewRef.current.focus()
  }
  return (
    <div className={styles['sqlTools']}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="subtle" size="compact-xs" leftSection={<BookOpen size="1em" />}>
            {t('rules.examples')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={styles['examples'] ?? ''}>
          {sqlExamples.map((example) => (
            <Menu.Item key={titleOf(example)} onClick={() => onExample(example)}>
              <span>{titleOf(example)}</span>
              <code className={styles['exampleSql']}>{example.rawsql}</code>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<AlignLeft size="1em" />}
        disabled={!canFormat}
        onClick={onFormat}
      >
        {t('rules.format')}
      </Button>
      <IconButton size="sm" label={t('rules.undo')} onClick={() => act(undo)}>
        <Undo2 size="1em" />
      </IconButton>
      <IconButton size="sm" label={t('rules.redo')} onClick={() => act(redo)}>
        <Redo2 size="1em" />
      </IconButton>
    </div>
  )
}
