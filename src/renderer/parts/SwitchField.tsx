import { Input, Switch } from '@mantine/core'
import { type ReactElement, useId } from 'react'
import styles from './SwitchField.module.css'

interface Props {
  readonly label: string
  readonly note?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** A switch that stands among fields: its label above it, its note below. */
export function SwitchField({ label, note, checked, onChange }: Props): ReactElement {
  const id = useId()
  return (
    <Input.Wrapper id={id} label={label} description={note} inputWrapperOrder={['label', 'input', 'description']}>
      <Switch
        id={id}
        className={styles['switch'] ?? ''}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Input.Wrapper>
  )
}
