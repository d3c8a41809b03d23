import { Button, Textarea, TextInput } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import formStyles from '../../parts/Form.module.css'
import styles from './SqlTest.module.css'
import { type EventField, isRight } from './testEvent.js'

interface Props {
  readonly fields: readonly EventField[]
  readonly onChange: (fields: readonly EventField[]) => void
}

/** Every column of the event, to be changed; those that few change wait behind a button. */
export function EventFields({ fields, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const usual = fields.filter(({ isUsual }) => isUsual)
  const other = fields.filter(({ isUsual }) => !isUsual)
  const draw = (field: EventField): ReactElement => (
    <FieldInput
      key={field.name}
      field={field}
      onChange={(value) =>
        onChange(fields.map((each) => (each.name === field.name ? { ...each, value, isChanged: true } : each)))
      }
    />
  )
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <>
      <div className={styles['fields']}>{usual.map(draw)}</div>
      {other.length > 0 && (
        <div>
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<Chevron size="1em" />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t('sqlTest.more', { count: other.length })}
          </Button>
        </div>
      )}
      {open && <div className={styles['fields']}>{other.map(draw)}</div>}
    </>
  )
}

function FieldInput({
  field,
  onChange
}: {
  readonly field: EventField
  readonly onChange: (value: string) => void
}): ReactElement {
  const { t } = useTranslation()
  const isLong = field.name === 'payload' || field.value.includes('\n')
  const shared = {
    label: field.name,
    value: field.value,
    error: isRight(field) ? undefined : t('sqlTest.noJson'),
    classNames: { input: formStyles['mono'] ?? '', root: isLong ? (styles['long'] ?? '') : '' }
  }
  return isLong ? (
    <Textarea {...shared} autosize minRows={1} maxRows={8} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
  )
}
