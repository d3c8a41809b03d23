import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**'],
    // Most tests wait for servers; by default a machine with two cores would run one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['test/setup/globalSetup.ts'],
    // Real servers, on machines of any speed: limits that catch what hangs, not what is slow.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // A first start may have to download and build a server.
    hookTimeout: 600_000,
    // Without a layout nothing looks as if it could have the focus, of which Mantine warns with all of the document.
    onConsoleLog: (text) => !text.startsWith('[@mantine/hooks/use-focus-trap]'),
    // All servers are stopped in order at the end.
    teardownTimeout: 60_000
  }
})
