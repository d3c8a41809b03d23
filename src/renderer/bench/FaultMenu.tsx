import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Check, Unplug } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './Bench.module.css'

interface Props<Choice> {
  readonly title: string
  readonly choices: readonly Choice[]
  /** What is chosen; the first choice is that nothing is wrong. */
  readonly current: Choice
  readonly textsOf: (choice: Choice) => { readonly name: string; readonly about: string }
  readonly onChoose: (choice: Choice) => void
  /** What else can be done. */
  readonly children?: ReactNode
}

/** A fault bench: what is wrong on purpose, and the choice of it. */
export function FaultMenu<Choice extends string>(props: Props<Choice>): ReactElement {
  const { title, choices, current, textsOf, onChoose, children } = props
  return (
    <Menu position="bottom-end" width="18rem">
      <Menu.Target>
        <Tooltip label={title}>
          <ActionIcon size="sm" aria-label={title} aria-pressed={current !== choices[0]}>
            <Unplug size="1em" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{title}</Menu.Label>
        {choices.map((choice) => {
          const { name, about } = textsOf(choice)
          return (
            <Menu.Item
              key={choice}
              rightSection={choice === current ? <Check size="1em" /> : null}
              onClick={() => onChoose(choice)}
            >
              {name}
              <span className={styles['about']}>{about}</span>
            </Menu.Item>
          )
        })}
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}
