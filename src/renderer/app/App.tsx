import type { ReactElement } from 'react'
import { useAppearance } from '../settings/useAppearance.js'
import { engineStore } from './engineStore.js'
import { Shell } from './Shell.js'
import { StartScreen } from './StartScreen.js'

export function App(): ReactElement {
  useAppearance()
  const { status, loaded } = engineStore()
  return status.state === 'ready' && loaded ? <Shell /> : <StartScreen status={status} />
}
