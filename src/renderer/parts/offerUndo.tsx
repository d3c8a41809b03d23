import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from './ErrorNotice.js'
import styles from './offerUndo.module.css'
import { useAction } from './useAction.js'

/** How long a removal can be taken back from its notice, ms. */
const offered = 15_000

/** Says what was removed, with a button that takes it back. */
export function offerUndo(removed: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: offered,
    closeButtonProps: { 'aria-label': i18next.t('common.close') },
    message: <UndoNotice removed={removed} undo={undo} onDone={() => notifications.hide(id)} />
  })
}

interface Props {
  readonly removed: string
  readonly undo: () => Promise<unknown>
  readonly onDone: () => void
}

function UndoNotice({ removed, undo, onDone }: Props): ReactElement {
  const { t } = useTranslation()
  const action = useAction(async () => {
    await undo()
    onDone()
  })
  return (
    <>
      <div className={styles['notice']}>
        <span>{removed}</span>
        <Button variant="default" loading={action.busy} onClick={() => action.run()}>
          {t('common.undo')}
        </Button>
      </div>
      {action.error !== undefined && <ErrorNotice error={action.error.toInfo()} />}
    </>
  )
}
