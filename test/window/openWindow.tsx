import { cleanup, configure, render } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { afterEach, beforeAll } from 'vitest'
import { connectionsStore } from '../../src/renderer/connections/connectionsStore.js'
import { engineStore } from '../../src/renderer/app/engineStore.js'
import { setNight } from '../../src/renderer/app/night.js'
import { pageStore } from '../../src/renderer/app/pageStore.js'
import { Root } from '../../src/renderer/app/Root.js'
import { selectionStore } from '../../src/renderer/app/selectionStore.js'
import { startSession } from '../../src/renderer/app/session.js'
import { startTexts } from '../../src/renderer/app/texts.js'
import { publishStore } from '../../src/renderer/publisher/publish.js'
import { resourceDrafts } from '../../src/renderer/resources/resourcesStore.js'
import { ruleDrafts } from '../../src/renderer/rules/rulesStore.js'
import { repeatStore } from '../../src/renderer/publisher/repeatStore.js'
import { snippetsStore } from '../../src/renderer/publisher/snippetsStore.js'
import { FakeEngine } from './fakeEngine.js'
import { FakeHost } from './fakeHost.js'

export interface OpenWindow {
  readonly engine: FakeEngine
  readonly host: FakeHost
  readonly user: UserEvent
}

/** Draws the whole window into the test's page, on an engine that is none. */
export function openWindow(engine = new FakeEngine(), host = new FakeHost()): OpenWindow {
  Object.assign(window, { inspector: engine, host })
  startSession()
  render(<Root />)
  return { engine, host, user: userEvent.setup() }
}

/** To be called once in each file of such tests. */
export function prepareWindows(): void {
  // A limit that catches what hangs, not what is slow.
  configure({ asyncUtilTimeout: 20_000 })
  beforeAll(async () => {
    // Fields that grow with their text listen for fonts that arrive; the test's page has no fonts.
    Object.defineProperty(document, 'fonts', { value: new EventTarget() })
    await startTexts()
  })
  afterEach(async () => {
    cleanup()
    engineStore.setState(engineStore.getInitialState(), true)
    connectionsStore.setState(connectionsStore.getInitialState(), true)
    pageStore.setState(pageStore.getInitialState(), true)
    selectionStore.setState(selectionStore.getInitialState(), true)
    repeatStore.setState(repeatStore.getInitialState(), true)
    snippetsStore.setState(snippetsStore.getInitialState(), true)
    publishStore.setState(publishStore.getInitialState(), true)
    ruleDrafts.setState({ drafts: {} })
    resourceDrafts.setState({ drafts: {} })
    setNight(false)
    localStorage.clear()
    notifications.clean()
    await i18next.changeLanguage('en')
  })
}
