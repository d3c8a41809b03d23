import { Notifications } from '@mantine/notifications'
import { type ReactElement, useState } from 'react'
import { AccessPage } from '../access/AccessPage.js'
import { BrokerFaultNote } from '../bench/BrokerFault.js'
import { ClientsDialog } from '../clients/ClientsDialog.js'
import { ConnectionsDialog } from '../connections/ConnectionsDialog.js'
import { CyclePage } from '../cycle/CyclePage.js'
import { GuideLayer } from '../guide/GuideLayer.js'
import { LogPage } from '../log/LogPage.js'
import { CommandPalette } from '../palette/CommandPalette.js'
import { ResourcesPage } from '../resources/ResourcesPage.js'
import { RulesPage } from '../rules/RulesPage.js'
import { ScenariosDialog } from '../scenarios/ScenariosDialog.js'
import { SettingsPage } from '../settings/SettingsPage.js'
import { useUpdateNotice } from '../settings/useUpdateNotice.js'
import { TraitsDialog } from '../traits/TraitsDialog.js'
import { Header } from './Header.js'
import { Navigation } from './Navigation.js'
import { type PageName, pageStore } from './pageStore.js'
import { ShortcutHelp } from './ShortcutHelp.js'
import { useShortcuts } from './shortcuts.js'
import { useOpenedFiles } from './useOpenedFiles.js'
import styles from './Shell.module.css'

const pages: Readonly<Record<PageName, () => ReactElement>> = {
  cycle: CyclePage,
  rules: RulesPage,
  resources: ResourcesPage,
  access: AccessPage,
  log: LogPage,
  settings: SettingsPage
}

/** Head, navigation and the page that is open. */
export function Shell(): ReactElement {
  const page = pageStore((state) => state.page)
  const [helpOpen, setHelpOpen] = useState(false)
  useShortcuts(() => setHelpOpen(true))
  useUpdateNotice()
  useOpenedFiles()
  const Page = pages[page]
  return (
    <div className={styles['shell']}>
      <Header onHelp={() => setHelpOpen(true)} />
      <Navigation />
      <main className={styles['page']}>
        <BrokerFaultNote />
        <Page />
      </main>
      <ShortcutHelp opened={helpOpen} onClose={() => setHelpOpen(false)} />
      <CommandPalette onHelp={() => setHelpOpen(true)} />
      <ClientsDialog />
      <ConnectionsDialog />
      <ScenariosDialog />
      <TraitsDialog />
      <GuideLayer />
      <Notifications position="bottom-right" autoClose={4000} />
    </div>
  )
}
