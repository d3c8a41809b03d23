import { afterPack } from './scripts/package/afterPack.mjs'

// What the installers are made of. `npm run package:…` (scripts/package.mjs) adds what differs from machine to machine.

/** What is in a package of npm for those who read it or build with it, and not for those who run it. */
const notForRunning = [
  '!**/*.{map,ts,mts,cts,tsbuildinfo,flow,md,markdown}',
  '!**/{test,tests,__tests__,example,examples,benchmark,benchmarks,.github}/**',
  // Types are for compilers. What asks for TypeScript itself only reads its types.
  '!node_modules/{typescript,@types}/**',
  // Extensions of PostgreSQL that the built-in one does not load, and its form for require().
  '!node_modules/@electric-sql/pglite/dist/**/*.{tar.gz,cjs}',
  // Builds for pages of the web.
  '!node_modules/mqtt/dist/**',
  '!node_modules/node-forge/{dist,flash}/**',
  '!node_modules/{bson,zod}/src/**'
]

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'mqtt.offline.inspector',
  copyright: 'The MQTT Offline Inspector authors',
  directories: { output: 'dist', buildResources: 'resources' },
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  files: [
    'out/**',
    '!out/{stamp,lock,bundled.json,THIRD_PARTY_NOTICES.txt}',
    'resources/icons/linux/256x256.png',
    ...notForRunning
  ],
  extraFiles: [{ from: 'out/THIRD_PARTY_NOTICES.txt', to: 'THIRD_PARTY_NOTICES.txt' }],
  asar: true,
  afterPack,
  // Everything is JavaScript or WebAssembly: there is nothing to compile.
  npmRebuild: false,
  electronLanguages: ['en-US', 'en-GB', 'zh-CN', 'zh-TW'],
  // Written where a feed is named; nothing is ever uploaded from here.
  publish: null,
  fileAssociations: [
    {
      ext: 'mqttworkspace',
      name: 'MQTT Offline Inspector Workspace',
      description: 'Workspace of MQTT Offline Inspector',
      mimeType: 'application/vnd.mqtt-offline-inspector.workspace+json',
      role: 'Editor'
    },
    {
      ext: 'mqttscenario',
      name: 'MQTT Offline Inspector Scenario',
      description: 'Scenario of MQTT Offline Inspector',
      mimeType: 'application/vnd.mqtt-offline-inspector.scenario+json',
      role: 'Viewer'
    }
  ],
  linux: {
    target: ['AppImage', 'deb', 'rpm', 'tar.gz'],
    icon: 'resources/icons/linux',
    category: 'Development;Network;',
    maintainer: 'The MQTT Offline Inspector authors <authors@mqtt-offline-inspector.invalid>',
    synopsis: 'Watch MQTT offline messages being saved, delivered and deleted',
    syncDesktopName: true,
    desktop: {
      entry: {
        Name: 'MQTT Offline Inspector',
        Keywords: 'MQTT;EMQX;broker;offline;',
        'GenericName[zh_CN]': 'MQTT 离线消息观察器',
        'Comment[zh_CN]': '实时观察 MQTT 离线消息的存储、下发与删除'
      }
    }
  },
  deb: {
    // The names before and after the 64-bit time of Debian 13 and Ubuntu 24.04.
    depends: [
      'libgtk-3-0t64 | libgtk-3-0',
      'libnss3',
      // Loaded only when a window opens, so that no list of what it is linked with has it.
      'libx11-xcb1',
      'libasound2t64 | libasound2',
      'libgbm1',
      'libxss1',
      'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
      'libdrm2',
      'libxkbcommon0',
      'libsecret-1-0',
      'xdg-utils'
    ],
    recommends: [],
    packageCategory: 'net',
    appArmorProfile: 'resources/linux/apparmor-profile'
  },
  rpm: {
    depends: [
      'gtk3',
      'nss',
      'libX11-xcb',
      'alsa-lib',
      'mesa-libgbm',
      'libXScrnSaver',
      'at-spi2-core',
      'libdrm',
      'libxkbcommon',
      'libsecret',
      'xdg-utils'
    ],
    appArmorProfile: 'resources/linux/apparmor-profile'
  },
  win: {
    target: ['nsis', 'portable'],
    icon: 'resources/icons/icon.ico',
    extraFiles: [{ from: 'resources/windows/mqtt-offline-inspector.cmd', to: 'bin/mqtt-offline-inspector.cmd' }]
  },
  nsis: {
    oneClick: false,
    allowToChangeInstallationDirectory: true,
    artifactName: '${name}-${version}-${os}-${arch}-setup.${ext}'
  },
  portable: { artifactName: '${name}-${version}-${os}-${arch}-portable.${ext}' },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'resources/icons/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    extendInfo: { NSLocalNetworkUsageDescription: 'The broker is reached by MQTT clients on your network.' }
  }
}
