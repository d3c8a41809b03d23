import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core'
import type { MouseEvent, ReactElement, ReactNode } from 'react'

interface Props extends Pick<ActionIconProps, 'size' | 'color' | 'variant' | 'disabled' | 'loading'> {
  readonly label: string
  readonly pressed?: boolean
  readonly children: ReactNode
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void
}

/** A button that is only an icon: its name shows when pointed at, and is read aloud. */
export function IconButton({ label, pressed, children, ...rest }: Props): ReactElement {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-pressed={pressed} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
