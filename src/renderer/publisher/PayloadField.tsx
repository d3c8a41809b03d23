import { SegmentedControl, Textarea } from '@mantine/core'
import { Braces, CircleCheck, CircleX } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { lensNames } from '../../shared/workspace.js'
import { byteSize } from '../parts/format.js'
import { IconButton } from '../parts/IconButton.js'
import { formatJson } from '../parts/formatJson.js'
import { publisherStore } from './publisherStore.js'
import styles from './PublisherPane.module.css'
import { bytesOf } from './typedMessage.js'

/** The payload as it is typed: its format, whether it is valid, and how many bytes it makes. */
export function PayloadField(): ReactElement {
  const { t } = useTranslation()
  const { draft, change } = publisherStore()
  const { payload, format } = draft
  const encoded = bytesOf(draft)
  const formatName = t(`payload.${format}`)
  return (
    <div className={styles['payload']}>
      <div className={styles['payloadHead']}>
        <label htmlFor="payload">{t('payload.title')}</label>
        <SegmentedControl
          aria-label={t('publisher.format')}
          value={format}
          data={lensNames.map((name) => ({ value: name, label: t(`payload.${name}`) }))}
          onChange={(value) => change({ format: value })}
        />
      </div>
      <Textarea
        id="payload"
        className={styles['text'] ?? ''}
        classNames={{ wrapper: styles['wrapper'] ?? '', input: styles['input'] ?? '' }}
        value={payload}
        error={encoded.ok ? undefined : t('publisher.payloadInvalid', { format: formatName })}
        spellCheck={false}
        onChange={(event) => change({ payload: event.currentTarget.value })}
      />
      <div className={styles['validity']} data-valid={encoded.ok}>
        {encoded.ok ? <CircleCheck size="1em" aria-hidden="true" /> : <CircleX size="1em" aria-hidden="true" />}
        {encoded.ok && (
          <span>
            {t('publisher.payloadValid', { format: formatName })} · {byteSize(encoded.bytes.length)}
          </span>
        )}
        {format === 'json' && (
          <IconButton
            size="sm"
            label={t('publisher.formatJson')}
            disabled={!encoded.ok}
            onClick={() => change({ payload: formatJson(payload) })}
          >
            <Braces size="1em" />
          </IconButton>
        )}
      </div>
    </div>
  )
}
