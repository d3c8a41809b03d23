import { TextInput, UnstyledButton } from '@mantine/core'
import { Search } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { searchAttribute } from '../app/shortcuts.js'
import { Pane } from './Pane.js'
import styles from './Workbench.module.css'

interface Props {
  readonly title: string
  readonly tools: ReactNode
  readonly search: { readonly label: string; readonly text: string; readonly onChange: (text: string) => void }
  readonly list: ReactNode
  /** Stands below the list. */
  readonly below?: ReactNode
  readonly children: ReactNode
}

/** A page of things of one kind: the list of them, and beside it the one that is open. */
export function Workbench({ title, tools, search, list, below, children }: Props): ReactElement {
  return (
    <div className={styles['bench']}>
      <div className={styles['side']}>
        <Pane className={styles['lists']} title={title} tools={tools}>
          <TextInput
            className={styles['search']}
            leftSection={<Search size="1em" />}
            placeholder={search.label}
            aria-label={search.label}
            value={search.text}
            onChange={(event) => search.onChange(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') search.onChange('')
            }}
            {...searchAttribute}
          />
          <div className={styles['list']}>{list}</div>
        </Pane>
        {below}
      </div>
      {children}
    </div>
  )
}

interface ItemProps {
  readonly isOpen: boolean
  readonly onOpen: () => void
  /** Stands at the end of the item, and works without opening it. */
  readonly tool?: ReactNode
  readonly children: ReactNode
}

export function WorkbenchItem({ isOpen, onOpen, tool, children }: ItemProps): ReactElement {
  return (
    <div className={styles['item']} data-open={isOpen || undefined}>
      <UnstyledButton className={styles['opener']} aria-current={isOpen || undefined} onClick={onOpen}>
        {children}
      </UnstyledButton>
      {tool}
    </div>
  )
}

/** Whether all words of a search are in one of the texts, in any case. */
export function fitsSearch(search: string, texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
