import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledPackages } from './scripts/package/bundledPackages.mjs'

// What every start needs is in few files: Node looks for, reads and links hundreds of modules twice as long as it takes
// to run them.
const bundled = ['aedes', 'i18next', 'mqtt', 'mqtt-packet', 'write-file-atomic', 'ws', 'zod']

// The targets are those of the oldest runtime that the code has to run on (Electron 33), not of the declared one.
const node = 'node20.18'
const entry = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      target: node,
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        input: {
          index: entry('src/main/index.ts'),
          engine: entry('src/main/engine.ts'),
          cli: entry('src/cli/index.ts')
        }
      }
    }
  },
  preload: {
    build: {
      target: node,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: entry('src/preload/index.ts') },
        // A sandboxed preload has to be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    build: {
      target: 'chrome130',
      minify: true,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: { index: entry('src/renderer/index.html') } }
    },
    plugins: [react(), bundledPackages(entry('out/bundled.json'))],
    // Replaced by a fresh nonce at every load (src/main/pageProtocol.ts).
    html: { cspNonce: '__CSP_NONCE__' }
  }
})
