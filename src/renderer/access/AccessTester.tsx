import { SegmentedControl, TextInput } from '@mantine/core'
import { CircleCheck, CircleX } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AccessRequest, decideAccess } from '../../shared/accessRules.js'
import formStyles from '../parts/Form.module.css'
import styles from './Access.module.css'
import { aclOf, type EntryDraft } from './accessDraft.js'

interface Props {
  readonly entries: readonly EntryDraft[]
  /** Told which entry decides; undefined while nothing is asked, and where none fits. */
  readonly onDecided: (entry: number | undefined) => void
}

/** "May client X publish to Y?", answered by the rules as they stand in the form, saved or not. */
export function AccessTester({ entries, onDecided }: Props): ReactElement {
  const { t } = useTranslation()
  const [request, setRequest] = useState<AccessRequest>({
    action: 'publish',
    topic: '',
    clientid: '',
    username: undefined
  })
  const { action, topic, clientid, username } = request
  const decision = topic === '' ? undefined : decideAccess(aclOf(entries), request)
  const by = decision?.by
  useEffect(() => {
    onDecided(by)
  }, [by, onDecided])
  return (
    <section className={styles['section']}>
      <h3>{t('access.try')}</h3>
      <div className={styles['tester']}>
        <TextInput
          label={t('access.clientid')}
          classNames={{ input: formStyles['mono'] ?? '' }}
          value={clientid}
          onChange={(event) => setRequest({ ...request, clientid: event.currentTarget.value })}
        />
        <TextInput
          label={t('access.username')}
          classNames={{ input: formStyles['mono'] ?? '' }}
          value={username ?? ''}
          onChange={(event) => setRequest({ ...request, username: event.currentTarget.value || undefined })}
        />
        <SegmentedControl
          aria-label={t('access.action')}
          value={action}
          data={(['publish', 'subscribe'] as const).map((value) => ({ value, label: t(`access.actions.${value}`) }))}
          onChange={(value) => setRequest({ ...request, action: value })}
        />
        <TextInput
          label={t('access.topic')}
          classNames={{ input: formStyles['mono'] ?? '' }}
          placeholder="t/1"
          value={topic}
          onChange={(event) => setRequest({ ...request, topic: event.currentTarget.value })}
        />
      </div>
      <p className={styles['verdict']} role="status" data-allowed={decision?.allowed}>
        {decision === undefined ? (
          t('access.tryNote')
        ) : (
          <>
            {decision.allowed ? <CircleCheck size="1.1em" /> : <CircleX size="1.1em" />}
            {by === undefined
              ? t('access.noneFits')
              : t(decision.allowed ? 'access.allowedBy' : 'access.deniedBy', { number: by + 1 })}
          </>
        )}
      </p>
    </section>
  )
}
