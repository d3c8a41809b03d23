import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './app/tokens.css'
import './app/base.css'
import { createRoot } from 'react-dom/client'
import { recallNight } from './app/night.js'
import { Root } from './app/Root.js'
import { startTexts } from './app/texts.js'
import { startSession } from './app/session.js'

recallNight()
await startTexts()
startSession()
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<Root />)
