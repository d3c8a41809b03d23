import { Autocomplete, NumberInput, PasswordInput, Select, Textarea, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Parameter } from '../../shared/parameters.js'
import { FileInput } from './FileInput.js'
import styles from './ParameterForm.module.css'
import { SwitchField } from './SwitchField.js'
import { parameterNote, parameterTitle } from './parameterTexts.js'

type Values = Readonly<Record<string, unknown>>

interface Props {
  readonly parameters: readonly Parameter[]
  readonly values: Values
  /** Whether a secret that is left empty is known already. */
  readonly hasPassword?: boolean
  readonly onChange: (values: Values) => void
}

/** Notes stand below their field, so that the fields of a row stay in line. */
const wrapperOrder = ['label', 'input', 'description', 'error'] as const

/** A form made from the description of parameters; the same for resources, actions and connections. */
export function ParameterForm({ parameters, values, hasPassword = false, onChange }: Props): ReactElement {
  const defaults = new Map(parameters.map((parameter) => [parameter.name, parameter.default]))
  const shown = parameters.filter(
    ({ only }) => only === undefined || (values[only[0]] ?? defaults.get(only[0])) === only[1]
  )
  return (
    <div className={styles['form']}>
      {shown.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? parameter.default}
          hasPassword={hasPassword}
          onChange={(value) => onChange({ ...values, [parameter.name]: value })}
        />
      ))}
    </div>
  )
}

interface FieldProps {
  readonly parameter: Parameter
  readonly value: unknown
  readonly hasPassword: boolean
  readonly onChange: (value: string | number | boolean) => void
}

function ParameterField({ parameter, value, hasPassword, onChange }: FieldProps): ReactElement {
  const { t } = useTranslation()
  const { name, kind, required = false, range, values = [], choices = [], format } = parameter
  const label = parameterTitle(name, t)
  const text = typeof value === 'string' ? value : ''
  const isRight = format === undefined || text === '' || format.pattern.test(text)
  const error = isRight ? undefined : t('parameters.form', { example: format.example })
  const note = parameterNote(name, t)
  switch (kind) {
    case 'boolean':
      return <SwitchField label={label} checked={value === true} onChange={onChange} />
    case 'number':
      return (
        <NumberInput
          label={label}
          required={required}
          allowDecimal={false}
          description={note}
          inputWrapperOrder={[...wrapperOrder]}
          value={typeof value === 'number' ? value : ''}
          {...(range === undefined ? {} : { min: range[0], max: range[1] })}
          onChange={(next) => {
            if (typeof next === 'number') onChange(next)
          }}
        />
      )
    case 'enum':
      return (
        <Select
          label={label}
          required={required}
          data={[...values]}
          value={text}
          onChange={(next) => {
            if (next !== null) onChange(next)
          }}
        />
      )
    case 'password':
      return (
        <PasswordInput
          label={label}
          placeholder={hasPassword ? t('parameters.passwordKept') : ''}
          value={text}
          visibilityToggleButtonProps={{ 'aria-label': t('parameters.showPassword') }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'file':
      return <FileInput label={label} required={required} value={text} onChange={onChange} />
    case 'choice':
      return (
        <Autocomplete
          label={label}
          data={choices.map(String)}
          value={String(value)}
          error={choices.some((choice) => choice === value) ? undefined : error}
          onChange={(next) => onChange(choices.find((choice) => String(choice) === next) ?? next)}
        />
      )
    case 'text':
      return (
        <Textarea
          label={label}
          autosize
          minRows={2}
          classNames={{ input: styles['mono'] ?? '' }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'string':
      return (
        <TextInput
          label={label}
          required={required}
          error={error}
          description={note}
          inputWrapperOrder={[...wrapperOrder]}
          classNames={{ input: styles['mono'] ?? '' }}
          placeholder={note === undefined ? format?.example : ''}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}
