import { Button, TextInput } from '@mantine/core'
import { type KeyboardEvent, type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConsoleAnswer, ResourceView } from '../../shared/contract.js'
import { type BackendName, resourceTypes } from '../../shared/resourceTypes.js'
import { callCancellable } from '../app/engine.js'
import { CancelButton } from '../parts/CancelButton.js'
import { CancelledNote } from '../parts/CancelledNote.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { intoView } from '../parts/intoView.js'
import { useLongAction } from '../parts/useLongAction.js'
import { cellText } from './cellText.js'
import { exportRows } from './exportRows.js'
import styles from './StoreConsole.module.css'

/** A first line to try, in each backend's own language. */
const examples: Readonly<Record<BackendName, string>> = {
  redis: 'ZRANGE mqtt:msg:t/1 0 -1 WITHSCORES',
  mysql: 'select * from mqtt_msg',
  pgsql: 'select * from mqtt_msg',
  cassa: 'select * from mqtt_msg',
  mongo: 'db.mqtt_msg.find()'
}

function focused(field: HTMLInputElement | null): void {
  field?.focus()
}

/** Asks a store a line in its own language, as in its shell; what would write is refused. */
export function StoreConsole({ view }: { readonly view: ResourceView }): ReactElement {
  const { t } = useTranslation()
  const { id, type } = view.resource
  const [line, setLine] = useState(examples[resourceTypes[type].backend])
  const [asked, setAsked] = useState<readonly string[]>([])
  const [answer, setAnswer] = useState<ConsoleAnswer>()
  const ask = useLongAction(async (signal) => {
    setAnswer(undefined)
    setAsked([...asked.filter((known) => known !== line), line])
    setAnswer(await callCancellable('store.ask', { id, line }, signal))
  })
  const copied = useMemo(() => (answer === undefined ? '' : exportRows(answer.columns, answer.rows, 'json')), [answer])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const place = asked.includes(line) ? asked.indexOf(line) : asked.length
    setLine(asked[event.key === 'ArrowUp' ? place - 1 : place + 1] ?? line)
  }
  return (
    <section className={styles['console']} aria-label={t('console.title', { resource: id })}>
      <form
        className={styles['line']}
        onSubmit={(event) => {
          event.preventDefault()
          ask.run()
        }}
      >
        <TextInput
          // Whoever opens the console wants to write in it.
          ref={focused}
          className={styles['input'] ?? ''}
          classNames={{ input: styles['mono'] ?? '' }}
          aria-label={t('console.line')}
          spellCheck={false}
          value={line}
          onChange={(event) => setLine(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button type="submit" variant="default" loading={ask.busy} disabled={line.trim() === ''}>
          {t('console.ask')}
        </Button>
        <CancelButton action={ask} />
        {answer !== undefined && answer.rows.length > 0 && <CopyButton text={copied} what={t('console.rows')} />}
      </form>
      {ask.isCancelled && <CancelledNote />}
      {ask.error !== undefined && <ErrorNotice error={ask.error.toInfo()} />}
      {answer !== undefined && <Answer answer={answer} />}
    </section>
  )
}

function Answer({ answer: { columns, rows, isCut } }: { readonly answer: ConsoleAnswer }): ReactElement {
  const { t } = useTranslation()
  if (rows.length === 0) return <p className={styles['note']}>{t('console.nothing')}</p>
  return (
    <div ref={intoView} className={styles['answer']} tabIndex={0} role="region" aria-label={t('console.answer')}>
      <table>
        <thead>
          <tr>
            {columns.map((name, index) => (
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            <tr key={index}>
              {cells.map((cell, place) => (
                <td key={place}>{cellText(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {isCut && <p className={styles['note']}>{t('console.cut')}</p>}
    </div>
  )
}
