import { Button, Loader, Modal } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InitPlan } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import { callEngine } from '../app/engine.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { Hint } from '../parts/Hint.js'
import { useAction } from '../parts/useAction.js'
import styles from './InitDialog.module.css'

interface Props {
  readonly resourceId: string
  readonly onClose: () => void
}

/** Makes a store ready: what would be sent is shown first, and sent only when asked to. */
export function InitDialog({ resourceId, onClose }: Props): ReactElement {
  const { t } = useTranslation()
  const [plan, setPlan] = useState<InitPlan>()
  const [failure, setFailure] = useState<AppError>()
  const [done, setDone] = useState(false)
  useEffect(() => {
    callEngine('resource.plan', { id: resourceId }).then(setPlan, (error: unknown) => setFailure(AppError.from(error)))
  }, [resourceId])
  const init = useAction(async () => {
    await callEngine('resource.init', { id: resourceId })
    setDone(true)
  })
  const error = failure ?? init.error
  const statements = plan?.statements ?? []
  const isReady = done || plan?.state === 'ready'
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('init.title', { resource: resourceId })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles['dialog']}>
        {plan === undefined && error === undefined && <Loader size="sm" />}
        {isReady && (
          <p className={formStyles['good']}>
            <CircleCheck size="1.1em" />
            {done ? t('init.done') : t('init.ready')}
          </p>
        )}
        {plan !== undefined && !isReady && <p className={styles['text']}>{t('init.plan')}</p>}
        {statements.length > 0 && !done && (
          <div className={styles['statements']}>
            <pre tabIndex={0}>{statements.join(';\n\n')}</pre>
            <CopyButton text={statements.join(';\n\n')} what={t('init.statements')} />
          </div>
        )}
        {!isReady && plan !== undefined && <Hint>{t('init.shape')}</Hint>}
        {plan?.notes.map((note) => (
          <Hint key={note}>{note}</Hint>
        ))}
        {error !== undefined && <ErrorNotice error={error.toInfo()} />}
        <div className={styles['buttons']}>
          {plan !== undefined && !isReady && (
            <Button loading={init.busy} onClick={() => init.run()}>
              {t('init.run')}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {isReady ? t('common.close') : t('common.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
