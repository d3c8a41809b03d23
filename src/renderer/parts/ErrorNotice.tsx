import { Button, Collapse, UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight, CircleX } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo } from '../../shared/errors.js'
import { pageStore } from '../app/pageStore.js'
import { remedyFor } from '../app/remedies.js'
import { errorText } from '../app/texts.js'
import { CopyButton } from './CopyButton.js'
import styles from './ErrorNotice.module.css'

interface Props {
  readonly error: ErrorInfo
  /** The resource it is about, where that is known from the place. */
  readonly resourceId?: string | undefined
}

/** An error as a sentence, with the button that mends it and the other side's own words under "details". */
export function ErrorNotice({ error, resourceId }: Props): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const remedy = remedyFor(error, resourceId)
  const page = pageStore((state) => state.page)
  return (
    <div className={styles['notice']} role="alert">
      <CircleX size="1em" className={styles['icon']} aria-hidden="true" />
      <div className={styles['body']}>
        <p className={styles['sentence']}>{errorText(error)}</p>
        {error.detail !== undefined && (
          <>
            <UnstyledButton className={styles['toggle']} aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? <ChevronDown size="1em" /> : <ChevronRight size="1em" />}
              {t('common.details')}
            </UnstyledButton>
            <Collapse expanded={open} transitionDuration={0}>
              <div className={styles['detail']}>
                <pre>{error.detail}</pre>
                <CopyButton text={error.detail} what={t('common.details')} />
              </div>
            </Collapse>
          </>
        )}
        {remedy !== undefined && remedy.page !== page && (
          <Button variant="default" size="compact-xs" className={styles['remedy']} onClick={remedy.run}>
            {t(remedy.label)}
          </Button>
        )}
      </div>
    </div>
  )
}
