import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const entry = (path: string) => resolve(import.meta.dirname, path)

/** The measurements, the soak and each process that takes part in them, as files that Node runs. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: entry('../out/bench'),
    emptyOutDir: true,
    rolldownOptions: {
      // Side by side, for the processes are found beside the file that starts them.
      output: { chunkFileNames: '[name]-[hash].js' },
      input: {
        index: entry('index.ts'),
        soak: entry('soak/index.ts'),
        soakWindow: entry('soak/window.ts'),
        product: entry('processes/product.ts'),
        aedes: entry('processes/aedes.ts'),
        load: entry('processes/load.ts'),
        driver: entry('processes/driver.ts'),
        store: entry('processes/store.ts'),
        rules: entry('processes/rules.ts')
      }
    }
  }
})
