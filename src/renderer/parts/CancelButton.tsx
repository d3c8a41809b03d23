import { Button } from '@mantine/core'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Elapsed } from './Elapsed.js'
import type { LongAction } from './useLongAction.js'

/** What is over sooner is not worth a button that comes and goes, ms. */
const patience = 400

interface Props {
  readonly action: Pick<LongAction<readonly []>, 'busy' | 'cancel'>
  /** Left out: that of a form's buttons. */
  readonly size?: 'compact-xs' | undefined
}

/** Stands beside the button whose work takes long: for how long already, and the way to end it. */
export function CancelButton({ action, size }: Props): ReactElement | null {
  return action.busy ? <Running cancel={() => action.cancel()} size={size} /> : null
}

function Running({ cancel, size }: Pick<Props, 'size'> & { readonly cancel: () => void }) {
  const { t } = useTranslation()
  const [since] = useState(Date.now)
  const [isShown, setShown] = useState(false)
  const [isEnding, setEnding] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patience)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  return (
    <>
      <Button
        variant="default"
        {...(size === undefined ? {} : { size })}
        disabled={isEnding}
        onClick={() => {
          setEnding(true)
          cancel()
        }}
      >
        {t(isEnding ? 'common.cancelling' : 'common.cancel')}
      </Button>
      <Elapsed since={since} />
    </>
  )
}
