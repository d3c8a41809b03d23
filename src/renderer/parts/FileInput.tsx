import { ActionIcon, TextInput } from '@mantine/core'
import { FolderOpen } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { callHost } from '../app/engine.js'
import styles from './ParameterForm.module.css'

interface Props {
  readonly label: string
  readonly required?: boolean
  readonly value: string
  readonly onChange: (path: string) => void
}

/** The path of a file, typed or chosen. */
export function FileInput({ label, required = false, value, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  return (
    <TextInput
      label={label}
      required={required}
      classNames={{ input: styles['mono'] ?? '' }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        <ActionIcon
          size="sm"
          aria-label={t('parameters.chooseFile', { parameter: label })}
          onClick={() => {
            void callHost('file.choose', undefined).then((path) => {
              if (path !== null) onChange(path)
            })
          }}
        >
          <FolderOpen size="1em" />
        </ActionIcon>
      }
    />
  )
}
