import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The one accent: a blue-green that none of the steps of a message has. */
const tide: MantineColorsTuple = [
  '#e6f7fa',
  '#cdeef4',
  '#9fdde9',
  '#6fccdd',
  '#4cc4d8',
  '#27a8be',
  '#178fa5',
  '#10819a',
  '#0c7489',
  '#095c6d'
]

/** The greys of the dark schemes, with which Mantine draws fields and borders, are the roles of tokens.css. */
const dark: MantineColorsTuple = [
  'var(--ink)',
  'var(--ink-dim)',
  'var(--ink-dim)',
  'color-mix(in srgb, var(--ink-dim) 60%, var(--surface-pane))',
  'var(--line-strong)',
  'var(--line)',
  'var(--surface-raised)',
  'var(--surface-pane)',
  'var(--surface-page)',
  'var(--surface-page)'
]

export const theme = createTheme({
  colors: { tide, dark },
  primaryColor: 'tide',
  primaryShade: 8,
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  // One size of type for all controls: the density is a matter of the root's type size.
  fontSizes: { xs: '0.8125rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '1.5rem' },
  defaultRadius: 'var(--radius)',
  cursorType: 'pointer',
  components: {
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } },
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle', color: 'gray' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Modal: { defaultProps: { centered: true, size: 'lg', transitionProps: { duration: 0 } } },
    // A place for the focus before the first item is an element in the menu that is no item.
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } }
  }
})

/** Mantine's own roles follow ours (tokens.css), so that there is one place for colours. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const roles = {
    '--mantine-color-body': 'var(--surface-pane)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-dim)',
    '--mantine-color-placeholder': 'var(--ink-dim)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': 'var(--step-failed)',
    '--mantine-color-default': 'var(--surface-pane)',
    '--mantine-color-default-hover': 'var(--surface-hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-white': 'var(--bright)',
    '--mantine-color-tide-filled': 'var(--accent)',
    '--mantine-color-tide-light': 'var(--surface-selected)',
    '--mantine-color-tide-light-hover': 'var(--surface-hover)',
    '--mantine-primary-color-light-color': 'var(--accent-ink)',
    '--mantine-color-tide-light-color': 'var(--accent-ink)',
    '--mantine-color-gray-light-color': 'var(--ink-dim)',
    '--mantine-color-gray-subtle-color': 'var(--ink-dim)',
    '--mantine-color-gray-text': 'var(--ink-dim)'
  }
  return { variables: {}, light: roles, dark: roles }
}
