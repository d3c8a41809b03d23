import { FakeEngine } from '../fakeEngine.js'
import { FakeHost } from '../fakeHost.js'

// The window in a plain browser, with an engine that is none: `npx vite -c test/window/preview/vite.config.ts`.
const engine = new FakeEngine()
const host = new FakeHost()
Object.assign(window, { inspector: engine, host, fake: engine })
await import('../../../src/renderer/main.js')
