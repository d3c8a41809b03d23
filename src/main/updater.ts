import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AppUpdater } from 'electron-updater'
import writeFileAtomic from 'write-file-atomic'
import { isTrustedAddress } from '../shared/updates.js'

/** What is asked of electron-updater; the rest of it stays unused. */
export interface Updater {
  /** The newer version; undefined where there is none. Rejects when the signal comes, as the download does. */
  check(signal: AbortSignal): Promise<{ readonly version: string; readonly notes: string } | undefined>
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>
  /** Puts what was downloaded in place and starts it. */
  install(): void
}

/** Longest release notes that are shown, in characters. */
const longestNotes = 20_000

/** Opens electron-updater on a feed. `home`: where it may keep what it has to know. */
export async function openUpdater(feed: string, home: string): Promise<Updater> {
  const updater = await updaterOfThisSystem()
  updater.logger = null
  // Nothing happens that nobody asked for.
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  // It also looks where it could not install: the person is then led to the page.
  updater.forceDevUpdateConfig = true
  // It would make up an identity for each installation and tell it at every look, for releases in stages.
  Object.assign(updater, { stagingUserIdPromise: { value: Promise.resolve('none') } })
  await giveConfiguration(updater, home)
  updater.setFeedURL({ provider: 'generic', url: feed })
  // Wherever a feed points or redirects to.
  updater.netSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isTrustedAddress(url) }))
  // It takes no word to end a look; without a connection that ends itself.
  const disconnect = (): void => void updater.netSession.closeAllConnections()
  return {
    check: async (signal) => {
      signal.addEventListener('abort', disconnect)
      const result = await updater.checkForUpdates().finally(() => signal.removeEventListener('abort', disconnect))
      if (result?.isUpdateAvailable !== true) return undefined
      const { version, releaseNotes } = result.updateInfo
      return { version, notes: typeof releaseNotes === 'string' ? releaseNotes.slice(0, longestNotes) : '' }
    },
    download: async (onPercent, signal) => {
      signal.addEventListener('abort', disconnect)
      const tell = ({ percent }: { readonly percent: number }): void => onPercent(percent)
      updater.on('download-progress', tell)
      try {
        await updater.downloadUpdate()
      } finally {
        signal.removeEventListener('abort', disconnect)
        updater.off('download-progress', tell)
      }
    },
    install: () => updater.quitAndInstall(false, true)
  }
}

async function updaterOfThisSystem(): Promise<AppUpdater> {
  const { default: kinds } = await import('electron-updater')
  if (process.platform === 'win32') return new kinds.NsisUpdater()
  return process.platform === 'darwin' ? new kinds.MacUpdater() : new kinds.AppImageUpdater()
}

/** A package that was built with a feed carries its configuration, with the name that Windows checks a signature for. */
async function giveConfiguration(updater: AppUpdater, home: string): Promise<void> {
  if (existsSync(join(process.resourcesPath, 'app-update.yml'))) return
  const file = join(home, 'updater.json')
  await writeFileAtomic(file, JSON.stringify({ updaterCacheDirName: 'mqtt-offline-inspector-updater' }))
  updater.updateConfigPath = file
}
