import { ActionIcon, Tooltip } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callHost } from '../app/engine.js'

/** Copies a text; `what` names it for the tooltip and for screen readers. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactElement {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => {
      setCopied(false)
    }, 1200)
    return () => {
      clearTimeout(timer)
    }
  }, [copied])
  const label = copied ? t('common.copied') : t('common.copy', { what })
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        aria-label={label}
        onClick={() => {
          void callHost('clipboard.write', text).then(() => {
            setCopied(true)
          })
        }}
      >
        {copied ? <Check size="1em" /> : <Copy size="1em" />}
      </ActionIcon>
    </Tooltip>
  )
}
