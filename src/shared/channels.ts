/** The names under which Electron carries the two contracts; used by the main process and the preload script alone. */
export const channels = {
  engineCall: 'engine:call',
  enginePush: 'engine:push',
  hostCall: 'host:call',
  engineStatus: 'host:engine-status',
  update: 'host:update',
  fileOpened: 'host:file-opened'
} as const
