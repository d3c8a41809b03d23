import { Button, Popover } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './ConfirmButton.module.css'

interface Props {
  readonly label: string
  /** What would be lost. */
  readonly question: string
  readonly busy: boolean
  readonly onConfirm: () => void
}

/** A button for what cannot be taken back: it asks once, where it stands. */
export function ConfirmButton({ label, question, busy, onConfirm }: Props): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Trash2 size="1em" />} loading={busy} onClick={() => setOpen(!open)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <p className={styles['question']}>{question}</p>
        <div className={styles['buttons']}>
          <Button
            color="red"
            onClick={() => {
              setOpen(false)
              onConfirm()
            }}
          >
            {label}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {t('common.cancel')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
