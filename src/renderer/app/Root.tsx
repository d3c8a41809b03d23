import { MantineProvider } from '@mantine/core'
import type { ReactElement } from 'react'
import { App } from './App.js'
import { styleNonce } from './nonce.js'
import { cssVariablesResolver, theme } from './theme.js'

// What keeps the page from scrolling behind a dialog (react-remove-scroll) looks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce })

export function Root(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={() => styleNonce}
    >
      <App />
    </MantineProvider>
  )
}
