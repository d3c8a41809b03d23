import { copyFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { project } from '../project.mjs'

/**
 * What Electron must not do in our hands: be a Node for others, take options of Node from the environment or the
 * command line, run anything but our archive, give pages of files more than other pages have.
 * @type {import('@electron/fuses').FuseV1Config}
 */
const fuses = {
  version: FuseVersion.V1,
  resetAdHocDarwinSignature: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false
}

/**
 * The last hand on the unpacked program, before it is signed and put into its installers.
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack(context) {
  await context.packager.addElectronFuses(context, fuses)
  if (context.electronPlatformName !== 'linux') return
  const folder = context.appOutDir
  // An Electron that is named by its folder still has these.
  for (const name of ['resources/default_app.asar', 'version']) await rm(join(folder, name), { force: true })
  const program = join(folder, 'mqtt-offline-inspector')
  await rename(program, `${program}-bin`)
  await copyFile(join(project, 'resources', 'linux', 'launcher.sh'), program)
}
