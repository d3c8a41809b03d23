import { MantineProvider } from '@mantine/core'
import type { ReactElement } from 'react'
import { App } from './App.js'
import { cssVariablesResolver, theme } from './theme.js'

/** Vite puts the nonce of this load here; style elements made at run time have to carry it (see pageProtocol.ts). */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

// What keeps the page from scrolling behind a dialog (react-remove-scroll) looks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: nonce })

export function Root(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={() => nonce}
    >
      <App />
    </MantineProvider>
  )
}
