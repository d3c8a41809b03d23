import { SegmentedControl } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Lens, lensNames } from '../../shared/workspace.js'
import { CopyButton } from './CopyButton.js'
import { byteSize } from './format.js'
import { JsonTree } from './JsonTree.js'
import { fittingLens, throughLens } from './payload.js'
import styles from './PayloadView.module.css'

interface Props {
  readonly bytes: Uint8Array
  /** How many bytes there are in all, where `bytes` is only their beginning. */
  readonly size: number
  /** The lens that was chosen before, where somebody remembers it. */
  readonly lens?: Lens | undefined
  readonly onLens?: (lens: Lens) => void
}

/** Bytes through a lens that the person picks; the bytes themselves are never altered. */
export function PayloadView({ bytes, size, lens: remembered, onLens }: Props): ReactElement {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Lens>()
  const lens = remembered ?? chosen ?? fittingLens(bytes)
  const text = useMemo(() => throughLens(bytes, lens), [bytes, lens])
  return (
    <div className={styles['view']}>
      <div className={styles['head']}>
        <SegmentedControl
          aria-label={t('payload.lens')}
          value={lens}
          data={lensNames.map((name) => ({ value: name, label: t(`payload.${name}`) }))}
          onChange={(value) => (onLens ?? setChosen)(value)}
        />
        <span className={styles['size']}>{byteSize(size)}</span>
        {text !== undefined && lens !== 'json' && <CopyButton text={text} what={t('payload.title')} />}
      </div>
      {text === undefined ? (
        <p className={styles['impossible']}>{t('payload.impossible', { lens: t(`payload.${lens}`) })}</p>
      ) : (
        <Shown lens={lens} text={text} />
      )}
      {size > bytes.length && (
        <p className={styles['impossible']}>{t('payload.beginning', { shown: byteSize(bytes.length) })}</p>
      )}
    </div>
  )
}

function Shown({ lens, text }: { readonly lens: Lens; readonly text: string }): ReactElement {
  const { t } = useTranslation()
  if (lens === 'json') {
    return (
      <div className={styles['tree']} tabIndex={0} data-copied>
        <JsonTree key={text} json={text} what={t('payload.title')} />
      </div>
    )
  }
  return (
    <pre className={styles['text']} tabIndex={0} data-copied>
      {text}
    </pre>
  )
}
