import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core'
import { Bookmark, BookmarkPlus } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { longestKeptPayload, mostSnippets, type TypedMessage } from '../../shared/workspace.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { IconButton } from '../parts/IconButton.js'
import { useAction } from '../parts/useAction.js'
import { messageOf } from './publish.js'
import { publisherStore } from './publisherStore.js'
import styles from './RecallMenu.module.css'
import { SnippetItem } from './SnippetItem.js'
import { snippetsStore } from './snippetsStore.js'

/** Messages to publish again: those that were given a name, and those that were published last. */
export function RecallMenu(): ReactElement {
  const { t } = useTranslation()
  const { draft, change } = publisherStore()
  const { snippets, change: keep } = snippetsStore()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const apply = (message: TypedMessage): void => {
    change(messageOf(message))
    setOpen(false)
  }
  const save = useAction(async () => {
    const id = `snippet:${crypto.randomUUID().slice(0, 8)}`
    await keep([...snippets, { id, name: name.trim(), ...messageOf(draft) }])
    setName('')
  })
  const isFull = snippets.length >= mostSnippets
  const isTooLong = draft.payload.length > longestKeptPayload
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width="22rem" trapFocus>
      <Popover.Target>
        <IconButton label={t('publisher.recall')} pressed={open} onClick={() => setOpen(!open)}>
          <Bookmark size="1.1em" />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('publisher.recall')}>
        <form
          className={styles['save']}
          onSubmit={(event) => {
            event.preventDefault()
            save.run()
          }}
        >
          <TextInput
            aria-label={t('publisher.snippetName')}
            placeholder={t('publisher.snippetName')}
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            leftSection={<BookmarkPlus size="1em" />}
            loading={save.busy}
            disabled={name.trim() === '' || isFull || isTooLong}
          >
            {t('common.save')}
          </Button>
        </form>
        {isFull && <p className={styles['note']}>{t('common.full', { most: mostSnippets })}</p>}
        {isTooLong && <p className={styles['note']}>{t('publisher.snippetTooLong')}</p>}
        {save.error !== undefined && <ErrorNotice error={save.error.toInfo()} />}
        <h3 className={styles['title']}>{t('publisher.snippets')}</h3>
        {snippets.length === 0 && <p className={styles['note']}>{t('publisher.noSnippets')}</p>}
        <ul className={styles['list']}>
          {snippets.map((snippet) => (
            <SnippetItem key={snippet.id} snippet={snippet} onApply={() => apply(snippet)} />
          ))}
        </ul>
        <h3 className={styles['title']}>{t('publisher.sentBefore')}</h3>
        {draft.sent.length === 0 && <p className={styles['note']}>{t('publisher.noneSent')}</p>}
        <ul className={styles['list']}>
          {draft.sent.map((message, index) => (
            <li key={index}>
              <UnstyledButton className={styles['item']} onClick={() => apply(message)}>
                <code>{message.topic}</code>
                <code className={styles['payload']}>{message.payload.slice(0, 200)}</code>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
