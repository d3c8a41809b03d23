import { ActionIcon, TextInput, type TextInputProps, Tooltip } from '@mantine/core'
import { Dices } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

interface Props extends Pick<TextInputProps, 'label' | 'aria-label' | 'className' | 'classNames' | 'variant'> {
  readonly value: string
  readonly onChange: (clientId: string) => void
}

/** A client id, with a die that makes one nobody else has: brokers end the connection of whoever had it before. */
export function ClientIdInput({ value, onChange, ...rest }: Props): ReactElement {
  const { t } = useTranslation()
  return (
    <TextInput
      {...rest}
      value={value}
      error={value === ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        <Tooltip label={t('common.freshClientId')}>
          <ActionIcon size="sm" aria-label={t('common.freshClientId')} onClick={() => onChange(freshClientId())}>
            <Dices size="1em" />
          </ActionIcon>
        </Tooltip>
      }
    />
  )
}

/** In the manner of EMQX's WebSocket tool: `mqttjs_` and eight hex digits. */
function freshClientId(): string {
  return `mqttjs_${crypto.randomUUID().slice(0, 8)}`
}
