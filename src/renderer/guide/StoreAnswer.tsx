import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConsoleAnswer } from '../../shared/contract.js'
import type { ErrorInfo } from '../../shared/errors.js'
import { AppError } from '../../shared/errors.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import { askLine, pairsOf } from './askLine.js'
import styles from './Guide.module.css'
import type { Scene } from './scene.js'

interface Props {
  readonly scene: Scene
  readonly resourceId: string
}

/** The message as the store's own shell shows it, or that it shows nothing any more. */
export function StoreAnswer({ scene, resourceId }: Props): ReactElement | null {
  const { t } = useTranslation()
  const line = askLine(scene)
  const [answer, setAnswer] = useState<ConsoleAnswer>()
  const [error, setError] = useState<ErrorInfo>()
  useEffect(() => {
    if (line === undefined) return
    let isCurrent = true
    callEngine('store.ask', { id: resourceId, line }).then(
      (found) => {
        if (isCurrent) setAnswer(found)
      },
      (reason: unknown) => {
        if (isCurrent) setError(AppError.from(reason).toInfo())
      }
    )
    return () => {
      isCurrent = false
    }
  }, [line, resourceId])
  if (line === undefined) return null
  const pairs = answer === undefined ? [] : pairsOf(line, answer)
  return (
    <div className={styles['answer']}>
      <code className={styles['line']}>{line}</code>
      {pairs.length > 0 && (
        <dl className={styles['pairs']}>
          {pairs.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {answer !== undefined && pairs.length === 0 && <p className={styles['nothing']}>{t('console.nothing')}</p>}
      {error !== undefined && <ErrorNotice error={error} resourceId={resourceId} />}
    </div>
  )
}
