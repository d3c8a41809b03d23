import { MantineProvider } from '@mantine/core'
import type { ReactElement } from 'react'
import { App } from './App.js'
import { cssVariablesResolver, theme } from './theme.js'

/** Vite puts the nonce of this load here; style elements made at run time have to carry it (see pageProtocol.ts). */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

export function Root(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={nonce}
    >
      <App />
    </MantineProvider>
  )
}
