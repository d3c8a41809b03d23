import { SegmentedControl } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Lens, lensNames } from '../../shared/workspace.js'
import { CopyButton } from './CopyButton.js'
import { byteSize } from './format.js'
import { throughLens } from './payload.js'
import styles from './PayloadView.module.css'

interface Props {
  readonly bytes: Uint8Array
  /** How many bytes there are in all, where `bytes` is only their beginning. */
  readonly size: number
}

/** Bytes through a lens that the person picks; the bytes themselves are never altered. */
export function PayloadView({ bytes, size }: Props): ReactElement {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Lens>()
  const lens =
    chosen ??
    (throughLens(bytes, 'json') !== undefined ? 'json' : throughLens(bytes, 'text') !== undefined ? 'text' : 'hex')
  const text = throughLens(bytes, lens)
  return (
    <div className={styles['view']}>
      <div className={styles['head']}>
        <SegmentedControl
          aria-label={t('payload.lens')}
          value={lens}
          data={lensNames.map((name) => ({ value: name, label: t(`payload.${name}`) }))}
          onChange={(value) => setChosen(value)}
        />
        <span className={styles['size']}>{byteSize(size)}</span>
        {text !== undefined && <CopyButton text={text} what={t('payload.title')} />}
      </div>
      {text === undefined ? (
        <p className={styles['impossible']}>{t('payload.impossible', { lens: t(`payload.${lens}`) })}</p>
      ) : (
        <pre className={styles['text']} tabIndex={0}>
          {text}
        </pre>
      )}
      {size > bytes.length && (
        <p className={styles['impossible']}>{t('payload.beginning', { shown: byteSize(bytes.length) })}</p>
      )}
    </div>
  )
}
