import { Button } from '@mantine/core'
import { CircleHelp } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ExplainDialog } from './ExplainDialog.js'

/** Leads to what each rule made of a message. */
export function ExplainButton({ messageId }: { readonly messageId: string }): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <div>
      <Button variant="default" size="compact-xs" leftSection={<CircleHelp size="1em" />} onClick={() => setOpen(true)}>
        {t('explain.ask')}
      </Button>
      {open && <ExplainDialog messageId={messageId} onClose={() => setOpen(false)} />}
    </div>
  )
}
