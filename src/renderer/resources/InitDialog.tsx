import { Button, Loader, Modal } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InitPlan } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import { callCancellable, callEngine } from '../app/engine.js'
import { noteText } from '../app/texts.js'
import { CancelButton } from '../parts/CancelButton.js'
import { CancelledNote } from '../parts/CancelledNote.js'
import { CopyButton } from '../parts/CopyButton.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { Hint } from '../parts/Hint.js'
import { useLongAction } from '../parts/useLongAction.js'
import styles from './InitDialog.module.css'

interface Props {
  readonly resourceId: string
  /** What is made; also the key of its texts. */
  readonly part: keyof typeof calls
  readonly onClose: () => void
}

const calls = {
  init: { plan: 'resource.plan', make: 'resource.init' },
  index: { plan: 'resource.planIndex', make: 'resource.makeIndex' }
} as const

/** Makes a store ready, or its index: what would be sent is shown first, and sent only when asked to. */
export function InitDialog({ resourceId, part, onClose }: Props): ReactElement {
  const { t } = useTranslation()
  const [plan, setPlan] = useState<InitPlan>()
  const [failure, setFailure] = useState<AppError>()
  const [done, setDone] = useState(false)
  useEffect(() => {
    callEngine(calls[part].plan, { id: resourceId }).then(setPlan, (error: unknown) => setFailure(AppError.from(error)))
  }, [resourceId, part])
  const init = useLongAction(async (signal) => {
    await callCancellable(calls[part].make, { id: resourceId }, signal)
    setDone(true)
  })
  const error = failure ?? init.error
  const statements = plan?.statements ?? []
  const isReady = done || plan?.state === 'ready'
  return (
    <Modal
      opened
      // Escape and the cross first end what runs: a dialog that closes over it would hide that it goes on.
      onClose={init.busy ? () => init.cancel() : onClose}
      size="xl"
      title={t(`${part}.title`, { resource: resourceId })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles['dialog']}>
        {plan === undefined && error === undefined && <Loader size="sm" />}
        {isReady && (
          <p className={formStyles['good']}>
            <CircleCheck size="1.1em" />
            {done ? t(`${part}.done`) : t(`${part}.ready`)}
          </p>
        )}
        {plan !== undefined && !isReady && <p className={styles['text']}>{t(`${part}.plan`)}</p>}
        {statements.length > 0 && !done && (
          <div className={styles['statements']}>
            <pre tabIndex={0}>{statements.join(';\n\n')}</pre>
            <CopyButton text={statements.join(';\n\n')} what={t(`${part}.statements`)} />
          </div>
        )}
        {!isReady && plan !== undefined && <Hint>{t(`${part}.shape`)}</Hint>}
        {plan?.notes.map((note) => (
          <Hint key={note}>{noteText(note)}</Hint>
        ))}
        <div role="status">{init.isCancelled && <CancelledNote>{t(`${part}.cancelled`)}</CancelledNote>}</div>
        {error !== undefined && <ErrorNotice error={error.toInfo()} />}
        <div className={styles['buttons']}>
          {plan !== undefined && !isReady && (
            <Button loading={init.busy} onClick={() => init.run()}>
              {t(`${part}.run`)}
            </Button>
          )}
          <CancelButton action={init} />
          {!init.busy && (
            <Button variant="default" onClick={onClose}>
              {t('common.close')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}
