import { Button } from '@mantine/core'
import { Copy, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action } from './useAction.js'
import styles from './Form.module.css'

interface FormEndProps {
  /** Left out where there is nothing to duplicate. */
  readonly onDuplicate?: () => void
  readonly remove: Action<readonly []>
}

/** What stands at the end of a form's buttons, for something that is there already. */
export function FormEnd({ onDuplicate, remove }: FormEndProps): ReactElement {
  const { t } = useTranslation()
  return (
    <span className={styles['end']}>
      {onDuplicate !== undefined && (
        <Button variant="default" leftSection={<Copy size="1em" />} onClick={onDuplicate}>
          {t('common.duplicate')}
        </Button>
      )}
      <Button variant="default" leftSection={<Trash2 size="1em" />} loading={remove.busy} onClick={() => remove.run()}>
        {t('common.delete')}
      </Button>
    </span>
  )
}
