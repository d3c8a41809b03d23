import { TextInput, UnstyledButton } from '@mantine/core'
import { Check, Pencil, Trash2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Snippet } from '../../shared/workspace.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { IconButton } from '../parts/IconButton.js'
import { offerUndo } from '../parts/offerUndo.js'
import { useAction } from '../parts/useAction.js'
import styles from './RecallMenu.module.css'
import { snippetsStore } from './snippetsStore.js'

/** A message with a name: take it, rename it, delete it. */
export function SnippetItem({
  snippet,
  onApply
}: {
  readonly snippet: Snippet
  readonly onApply: () => void
}): ReactElement {
  const { t } = useTranslation()
  const [name, setName] = useState<string>()
  const rename = useAction(async () => {
    const { snippets, change } = snippetsStore.getState()
    const named = name?.trim() ?? ''
    if (named !== '') await change(snippets.map((each) => (each.id === snippet.id ? { ...each, name: named } : each)))
    setName(undefined)
  })
  const remove = useAction(async () => {
    const { snippets, change } = snippetsStore.getState()
    const place = snippets.findIndex(({ id }) => id === snippet.id)
    await change(snippets.filter(({ id }) => id !== snippet.id))
    offerUndo(t('publisher.snippetRemoved', { name: snippet.name }), () => {
      const now = [...snippetsStore.getState().snippets]
      now.splice(place, 0, snippet)
      return change(now)
    })
  })
  const error = rename.error ?? remove.error
  return (
    <li>
      {name === undefined ? (
        <span className={styles['line']}>
          <UnstyledButton className={styles['item']} onClick={onApply}>
            <strong>{snippet.name}</strong>
            <code className={styles['payload']}>
              {snippet.topic} · {snippet.payload.slice(0, 200)}
            </code>
          </UnstyledButton>
          <IconButton size="sm" label={t('publisher.rename', snippet)} onClick={() => setName(snippet.name)}>
            <Pencil size="1em" />
          </IconButton>
          <IconButton size="sm" label={t('publisher.removeSnippet', snippet)} onClick={() => remove.run()}>
            <Trash2 size="1em" />
          </IconButton>
        </span>
      ) : (
        <form
          className={styles['line']}
          onSubmit={(event) => {
            event.preventDefault()
            rename.run()
          }}
        >
          <TextInput
            className={styles['name'] ?? ''}
            aria-label={t('publisher.snippetName')}
            data-autofocus
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <IconButton size="sm" label={t('common.save')} onClick={() => rename.run()}>
            <Check size="1em" />
          </IconButton>
        </form>
      )}
      {error !== undefined && <ErrorNotice error={error.toInfo()} />}
    </li>
  )
}
