import { Loader, Modal } from '@mantine/core'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../shared/errors.js'
import type { RuleVerdict } from '../../shared/ruleQuestions.js'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import styles from './Explain.module.css'
import { VerdictCard } from './VerdictCard.js'

interface Props {
  readonly messageId: string
  readonly onClose: () => void
}

/** Why each rule, as it is now, did or did not fire for a message. */
export function ExplainDialog({ messageId, onClose }: Props): ReactElement {
  const { t } = useTranslation()
  const [verdicts, setVerdicts] = useState<readonly RuleVerdict[]>()
  const [failure, setFailure] = useState<AppError>()
  useEffect(() => {
    callEngine('rule.explain', { messageId }).then(setVerdicts, (error: unknown) => setFailure(AppError.from(error)))
  }, [messageId])
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('explain.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles['verdicts']}>
        {verdicts === undefined && failure === undefined && <Loader size="sm" />}
        {failure !== undefined && <ErrorNotice error={failure.toInfo()} />}
        {verdicts?.length === 0 && <p className={styles['sentence']}>{t('explain.noRules')}</p>}
        {verdicts?.map((verdict, index) => (
          <VerdictCard key={index} verdict={verdict} onLeave={onClose} />
        ))}
      </div>
    </Modal>
  )
}
